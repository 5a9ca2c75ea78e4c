import fc from "fast-check";
import { expect, test } from "vitest";
import {
  camelCase,
  channelBase,
  channelHandlerName,
  channelModule,
  channelUnionName,
  constName,
  kebabCase,
  moduleName,
  pascalCase,
  typeName,
} from "./names.ts";

test.each([
  ["project.created", "ProjectCreated", "projectCreated", "project-created"],
  ["agent.assign_task", "AgentAssignTask", "agentAssignTask", "agent-assign-task"],
  ["agentAssignTask", "AgentAssignTask", "agentAssignTask", "agent-assign-task"],
  ["HTTPServer", "HTTPServer", "httpServer", "http-server"],
  ["userID", "UserID", "userID", "user-id"],
  ["2fa", "_2fa", "_2fa", "2fa"],
  ["größe.geändert", "GrößeGeändert", "größeGeändert", "größe-geändert"],
  ["注文.作成", "注文作成", "注文作成", "注文-作成"],
  ["__proto__", "Proto", "proto", "proto"],
  ["🎉", "_", "_", ""],
  ["", "_", "_", ""],
])("%s", (name, pascal, camel, kebab) => {
  expect(pascalCase(name)).toBe(pascal);
  expect(camelCase(name)).toBe(camel);
  expect(kebabCase(name)).toBe(kebab);
});

test("composed and decomposed spellings give one name", () => {
  expect(pascalCase("e\u0301tat")).toBe(pascalCase("\u00e9tat"));
});

test("reserved words become variables with an underscore, global types get Value appended", () => {
  expect(constName("delete")).toBe("delete_");
  expect(constName("project.delete")).toBe("projectDelete");
  expect(typeName("record")).toBe("RecordValue");
  expect(typeName("Project")).toBe("Project");
});

test("a channel's name does not repeat its kind", () => {
  expect(channelBase("agent_commands", "command")).toBe("agent");
  expect(channelUnionName("agent_commands", "command")).toBe("AgentCommand");
  expect(channelHandlerName("agent_commands", "command")).toBe("agentCommands");
  expect(channelModule("agent_commands", "command")).toBe("commands/agent");
  expect(channelHandlerName("project", "event")).toBe("projectEvents");
  expect(channelBase("commands", "command")).toBe("commands");
});

test("any text gives an identifier that a compiler accepts and a file name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (name) => {
      for (const identifier of [pascalCase(name), constName(name), typeName(name)]) {
        expect(identifier).toMatch(/^[\p{ID_Start}_][\p{ID_Continue}]*$/u);
      }
      expect(moduleName(name)).toMatch(/^[^/\\.\s]+$/u);
    }),
  );
});
