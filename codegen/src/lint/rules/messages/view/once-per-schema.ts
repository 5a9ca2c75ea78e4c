import type { LintMistake } from "../../../lint-rule.ts";
import type { MessagesView, MessageView } from "./message-view.ts";
import { type VisitedSchema, walkSchema } from "./walk-schema.ts";

const walks = new WeakMap<MessagesView, readonly (readonly [MessageView, VisitedSchema])[]>();

/**
 * Looks at every schema that messages carry; one that many messages share is looked at in the first of them alone, so
 * that its mistakes are told once.
 */
export function oncePerSchema(
  all: MessagesView | null,
  check: (view: MessageView, visited: VisitedSchema) => readonly LintMistake[],
): readonly LintMistake[] {
  if (all === null) return [];
  const known = walks.get(all) ?? walkAll(all);
  walks.set(all, known);
  return known.flatMap(([view, visited]) => check(view, visited));
}

function walkAll(all: MessagesView): readonly (readonly [MessageView, VisitedSchema])[] {
  const seen = new Set<string>();
  return all.messages.flatMap((view) =>
    (view.payload === null ? [] : walkSchema(all.tree, view.payload, seen)).map(
      (visited) => [view, visited] as const,
    ),
  );
}
