process.send({ argv: process.argv.slice(2), execArgv: process.execArgv, env: Object.keys(process.env).sort() });
