/** What a project does that generates its message types with Modelina: `node modelina.ts <asyncapi.yaml> <folder>`. */
import { TypeScriptFileGenerator } from "@asyncapi/modelina";
import { fromFile, Parser } from "@asyncapi/parser";

const [input, output] = process.argv.slice(2);
if (input === undefined || output === undefined)
  throw new Error("expected a document and a folder");
const { document, diagnostics } = await fromFile(new Parser(), input).parse();
if (document === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
const generator = new TypeScriptFileGenerator({ modelType: "interface", rawPropertyNames: true });
const models = await generator.generateToFiles(document, output, { exportType: "named" });
if (models.length === 0) throw new Error("Modelina generated nothing");
