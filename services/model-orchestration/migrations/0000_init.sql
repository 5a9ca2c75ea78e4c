CREATE SCHEMA IF NOT EXISTS "model_orchestration";
--> statement-breakpoint
CREATE TABLE "model_orchestration"."executions" (
	"execution_id" uuid PRIMARY KEY NOT NULL,
	"model_id" uuid NOT NULL,
	"project_id" uuid,
	"agent_id" uuid,
	"task_id" uuid,
	"execution_type" text NOT NULL,
	"status" text NOT NULL,
	"prompt" text NOT NULL,
	"inputs" jsonb NOT NULL,
	"parameters" jsonb NOT NULL,
	"output" text,
	"result" jsonb,
	"token_usage" jsonb,
	"execution_time_ms" integer,
	"error" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"detached" boolean NOT NULL,
	"position" uuid NOT NULL,
	"partial_output" text DEFAULT '' NOT NULL,
	"lease_owner" uuid,
	"lease_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "model_orchestration"."models" (
	"model_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"provider" text NOT NULL,
	"description" text NOT NULL,
	"execution_types" jsonb NOT NULL,
	"context_tokens" integer NOT NULL,
	"streaming" boolean NOT NULL,
	"cost_per_1k_tokens" double precision NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "models_by_name" UNIQUE("provider","name")
);
--> statement-breakpoint
CREATE TABLE "model_orchestration"."token_usage" (
	"project_id" uuid,
	"model_id" uuid NOT NULL,
	"executions" integer NOT NULL,
	"prompt_tokens" integer NOT NULL,
	"completion_tokens" integer NOT NULL,
	CONSTRAINT "token_usage_by_project" UNIQUE NULLS NOT DISTINCT("project_id","model_id")
);
--> statement-breakpoint
CREATE INDEX "executions_by_project" ON "model_orchestration"."executions" USING btree ("project_id","position");