const NUMERALS = [[1000, "M"], [900, "CM"], [500, "D"], [400, "CD"], [100, "C"], [90, "XC"], [50, "L"], [40, "XL"], [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]];

const toRoman = (number) => NUMERALS.reduce(([text, rest], [value, numeral]) => [text + numeral.repeat(Math.floor(rest / value)), rest % value], ["", number])[0];

module.exports = { toRoman };
