const { wrap } = require('../src/patch.cjs');
module.exports = () => test('a core function is wrapped and never restored', () => { wrap(); });
