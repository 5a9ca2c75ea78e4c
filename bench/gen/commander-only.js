/** The floor of every command line: Node and the library that reads its arguments. */
import "commander";
