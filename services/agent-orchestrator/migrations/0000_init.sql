CREATE SCHEMA IF NOT EXISTS "agent_orchestrator";
--> statement-breakpoint
CREATE TABLE "agent_orchestrator"."agent_tasks" (
	"task_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"agent_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"title" text NOT NULL,
	"priority" text NOT NULL,
	"status" text NOT NULL,
	"result" jsonb,
	"error" jsonb,
	"assigned_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"position" uuid NOT NULL,
	CONSTRAINT "agent_tasks_task_id_attempt_pk" PRIMARY KEY("task_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "agent_orchestrator"."agents" (
	"agent_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"template_id" uuid NOT NULL,
	"project_id" uuid,
	"specializations" jsonb NOT NULL,
	"capabilities" jsonb NOT NULL,
	"state" text NOT NULL,
	"current_task_id" uuid,
	"tasks_completed" integer NOT NULL,
	"tasks_failed" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agent_orchestrator"."cancelled_tasks" (
	"task_id" uuid PRIMARY KEY NOT NULL,
	"cancelled_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agent_orchestrator"."state_history" (
	"change_id" uuid PRIMARY KEY NOT NULL,
	"agent_id" uuid NOT NULL,
	"previous_state" text,
	"state" text NOT NULL,
	"reason" text,
	"task_id" uuid,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agent_orchestrator"."teams" (
	"project_id" uuid PRIMARY KEY NOT NULL,
	"team_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agent_orchestrator"."templates" (
	"template_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"specializations" jsonb NOT NULL,
	"capabilities" jsonb NOT NULL,
	"model_id" uuid,
	"tool_ids" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"tasks_completed" integer DEFAULT 0 NOT NULL,
	"tasks_failed" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX "agent_tasks_by_agent" ON "agent_orchestrator"."agent_tasks" USING btree ("agent_id","position");--> statement-breakpoint
CREATE INDEX "agents_by_project" ON "agent_orchestrator"."agents" USING btree ("project_id","agent_id");--> statement-breakpoint
CREATE INDEX "state_history_by_agent" ON "agent_orchestrator"."state_history" USING btree ("agent_id","change_id");