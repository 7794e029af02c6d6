require("./die").die("test");
