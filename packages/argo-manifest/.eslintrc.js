module.exports = require('../../scripts/arrows.cjs')(__dirname);
