import { pathRule } from "../view/define.ts";

const extensions = /\.(json|xml|html?|ya?ml|csv|php|aspx?|jsp)$/i;

/** The media type says what the representation is. */
export const noFileExtensions = pathRule(
  "rest/no-file-extensions",
  {
    title: "A path that ends with the extension of a format",
    level: "info",
    why: "A resource that offers a second format needs a second path, though clients could ask for it with `Accept`.",
    fix: "Leave the extension out and offer the format as a media type.",
  },
  ({ path }) => {
    const found = extensions.exec(path)?.[0];
    return found === undefined
      ? null
      : {
          message: `The path \`${path}\` ends with \`${found}\`.`,
          hint: `write \`${path.slice(0, -found.length)}\` and name the media type in \`content\``,
        };
  },
);
