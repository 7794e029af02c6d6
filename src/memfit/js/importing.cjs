'use strict';
// Imports an ES module on behalf of the agent. Node's own loader must load this file, unlike the others: in a
// script that came another way import() prints a warning.
module.exports = (url) => import(url);
