CREATE TABLE "document_parts" (
	"organisation_id" text NOT NULL,
	"document_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"pieces" jsonb NOT NULL,
	"body" jsonb,
	CONSTRAINT "document_parts_document_id_number_pk" PRIMARY KEY("document_id","number")
);
--> statement-breakpoint
CREATE TABLE "part_sheets" (
	"organisation_id" text NOT NULL,
	"document_id" uuid NOT NULL,
	"page" integer NOT NULL,
	"position" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "part_sheets_document_id_page_position_pk" PRIMARY KEY("document_id","page","position")
);
--> statement-breakpoint
CREATE TABLE "records" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"key" text NOT NULL,
	"body" jsonb,
	"verdict" jsonb,
	"edition" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "records_key" UNIQUE("organisation_id","key")
);
--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "members" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "page_facts" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "slips" ADD COLUMN "record_id" uuid;--> statement-breakpoint
ALTER TABLE "work" ADD COLUMN "part" integer;--> statement-breakpoint
ALTER TABLE "document_parts" ADD CONSTRAINT "document_parts_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_parts" ADD CONSTRAINT "document_parts_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "part_sheets" ADD CONSTRAINT "part_sheets_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "part_sheets" ADD CONSTRAINT "part_sheets_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "document_parts_organisation" ON "document_parts" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "part_sheets_organisation" ON "part_sheets" USING btree ("organisation_id");--> statement-breakpoint
ALTER TABLE "slips" ADD CONSTRAINT "slips_record_id_records_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."records"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "slips_record" ON "slips" USING btree ("record_id");