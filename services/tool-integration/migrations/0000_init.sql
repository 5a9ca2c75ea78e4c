CREATE SCHEMA IF NOT EXISTS "tool_integration";
--> statement-breakpoint
CREATE TABLE "tool_integration"."tool_executions" (
	"execution_id" uuid PRIMARY KEY NOT NULL,
	"tool_id" uuid NOT NULL,
	"tool_version" text NOT NULL,
	"project_id" uuid,
	"agent_id" uuid,
	"task_id" uuid,
	"parameters" jsonb NOT NULL,
	"status" text NOT NULL,
	"execution_time_ms" integer,
	"result" jsonb,
	"error" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"credential_names" jsonb NOT NULL,
	"position" uuid NOT NULL,
	"lease_owner" uuid,
	"lease_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tool_integration"."tool_usage" (
	"tool_id" uuid PRIMARY KEY NOT NULL,
	"executions" integer NOT NULL,
	"total_time_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tool_integration"."tool_versions" (
	"tool_id" uuid NOT NULL,
	"version" text NOT NULL,
	"changes" text NOT NULL,
	"parameters_schema" jsonb NOT NULL,
	"result_schema" jsonb NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	"position" uuid NOT NULL,
	CONSTRAINT "tool_versions_tool_id_version_pk" PRIMARY KEY("tool_id","version")
);
--> statement-breakpoint
CREATE TABLE "tool_integration"."tools" (
	"tool_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"version" text NOT NULL,
	"capabilities" jsonb NOT NULL,
	"parameters_schema" jsonb NOT NULL,
	"result_schema" jsonb NOT NULL,
	"limits" jsonb NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tools_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE INDEX "tool_executions_by_project" ON "tool_integration"."tool_executions" USING btree ("project_id","position");