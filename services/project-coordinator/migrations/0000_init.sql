CREATE SCHEMA IF NOT EXISTS "project_coordinator";
--> statement-breakpoint
CREATE TABLE "project_coordinator"."projects" (
	"project_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"objectives" jsonb NOT NULL,
	"requirements" jsonb NOT NULL,
	"constraints" jsonb NOT NULL,
	"preferences" jsonb NOT NULL,
	"auto_approve" boolean NOT NULL,
	"state" text NOT NULL,
	"state_reason" text,
	"progress" jsonb NOT NULL,
	"plan_id" uuid,
	"plan_revision" integer DEFAULT 0 NOT NULL,
	"required_capabilities" jsonb NOT NULL,
	"team_id" uuid,
	"created_by" text NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "project_coordinator"."results" (
	"result_id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"title" text NOT NULL,
	"format" text NOT NULL,
	"content" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "results_task_id_unique" UNIQUE("task_id")
);
--> statement-breakpoint
CREATE TABLE "project_coordinator"."status_history" (
	"change_id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"previous_state" text,
	"state" text NOT NULL,
	"reason" text,
	"changed_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "project_coordinator"."team_members" (
	"agent_id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"name" text NOT NULL,
	"capabilities" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "projects_by_state" ON "project_coordinator"."projects" USING btree ("state","project_id");--> statement-breakpoint
CREATE INDEX "results_by_project" ON "project_coordinator"."results" USING btree ("project_id","result_id");--> statement-breakpoint
CREATE INDEX "status_history_by_project" ON "project_coordinator"."status_history" USING btree ("project_id","change_id");--> statement-breakpoint
CREATE INDEX "team_members_by_project" ON "project_coordinator"."team_members" USING btree ("project_id");