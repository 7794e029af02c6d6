require('./part.cjs')();
