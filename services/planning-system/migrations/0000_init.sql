CREATE SCHEMA IF NOT EXISTS "planning_system";
--> statement-breakpoint
CREATE TABLE "planning_system"."assignments" (
	"assignment_id" uuid PRIMARY KEY NOT NULL,
	"task_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"assigned_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "one_assignment_per_attempt" UNIQUE("task_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "planning_system"."plans" (
	"plan_id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"state" text NOT NULL,
	"summary" text NOT NULL,
	"objectives" jsonb NOT NULL,
	"data_sources" jsonb NOT NULL,
	"output_formats" jsonb NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "one_plan_per_revision" UNIQUE("project_id","revision")
);
--> statement-breakpoint
CREATE TABLE "planning_system"."tasks" (
	"task_id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"parent_task_id" uuid,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"task_type" text NOT NULL,
	"priority" text NOT NULL,
	"required_capabilities" jsonb NOT NULL,
	"dependencies" jsonb NOT NULL,
	"state" text NOT NULL,
	"agent_id" uuid,
	"attempt" integer NOT NULL,
	"max_attempts" integer NOT NULL,
	"progress_percent" real NOT NULL,
	"deadline" timestamp (3) with time zone,
	"estimated_duration_ms" integer,
	"result" jsonb,
	"error" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "tasks_by_plan" ON "planning_system"."tasks" USING btree ("plan_id","task_id");--> statement-breakpoint
CREATE INDEX "tasks_by_project" ON "planning_system"."tasks" USING btree ("project_id","task_id");