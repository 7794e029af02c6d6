module.exports = { testMatch: ['**/*.test.cjs'], rootDir: '.', testEnvironment: 'node', transform: {}, testSequencer: './sequencer.cjs' };
