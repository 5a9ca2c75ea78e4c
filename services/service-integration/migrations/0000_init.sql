CREATE SCHEMA IF NOT EXISTS "service_integration";
--> statement-breakpoint
CREATE TABLE "service_integration"."webhook_deliveries" (
	"delivery_id" uuid PRIMARY KEY NOT NULL,
	"webhook_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"event_type" text NOT NULL,
	"body" text NOT NULL,
	"status" text NOT NULL,
	"attempts" integer NOT NULL,
	"attempts_allowed" integer NOT NULL,
	"response_status" integer,
	"error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	CONSTRAINT "one_delivery_per_event" UNIQUE("webhook_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "service_integration"."messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"type" text NOT NULL,
	"source" text NOT NULL,
	"timestamp" timestamp (3) with time zone NOT NULL,
	"correlation_id" text NOT NULL,
	"causation_id" text,
	"project_id" uuid,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_integration"."steps" (
	"step_id" uuid PRIMARY KEY NOT NULL,
	"workflow_id" uuid NOT NULL,
	"name" text NOT NULL,
	"service" text NOT NULL,
	"position" integer NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"output" jsonb,
	"error" jsonb,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	CONSTRAINT "one_step_per_position" UNIQUE("workflow_id","position")
);
--> statement-breakpoint
CREATE TABLE "service_integration"."webhook_subscriptions" (
	"webhook_id" uuid PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"description" text NOT NULL,
	"event_types" text[] NOT NULL,
	"active" boolean NOT NULL,
	"secret" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_integration"."workflows" (
	"workflow_id" uuid PRIMARY KEY NOT NULL,
	"workflow_type" text NOT NULL,
	"project_id" uuid,
	"initiated_by" text NOT NULL,
	"state" text NOT NULL,
	"context" jsonb NOT NULL,
	"correlation_id" text NOT NULL,
	"error" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "service_integration"."webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_webhook_subscriptions_webhook_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "service_integration"."webhook_subscriptions"("webhook_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_by_webhook" ON "service_integration"."webhook_deliveries" USING btree ("webhook_id","delivery_id");--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "service_integration"."webhook_deliveries" USING btree ("status","next_attempt_at");--> statement-breakpoint
CREATE INDEX "messages_by_correlation" ON "service_integration"."messages" USING btree ("correlation_id","id");--> statement-breakpoint
CREATE INDEX "messages_by_project" ON "service_integration"."messages" USING btree ("project_id","type");--> statement-breakpoint
CREATE INDEX "workflows_by_project" ON "service_integration"."workflows" USING btree ("project_id");