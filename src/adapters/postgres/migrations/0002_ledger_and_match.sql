CREATE TABLE "verdict_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"document_id" uuid NOT NULL,
	"slip_id" text NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "ledger_heads" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"edition" bigint NOT NULL,
	"entries" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_parties" (
	"organisation_id" text NOT NULL,
	"side" text NOT NULL,
	"tax_id" text NOT NULL,
	"name" text NOT NULL,
	"invoices" bigint NOT NULL,
	CONSTRAINT "ledger_parties_organisation_id_side_tax_id_name_pk" PRIMARY KEY("organisation_id","side","tax_id","name")
);
--> statement-breakpoint
CREATE TABLE "ledger_states" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"invoice_id" uuid NOT NULL,
	"before" text NOT NULL,
	"after" text NOT NULL,
	"source" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "queries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"person_id" text,
	"api_key_id" uuid,
	"asked_by" text NOT NULL,
	"way" text NOT NULL,
	"fingerprint" text NOT NULL,
	"edition" text NOT NULL,
	"kind" text,
	"code" text,
	"number" text,
	"question" jsonb NOT NULL,
	"outcome" text NOT NULL,
	"state" text NOT NULL,
	"verdict" jsonb NOT NULL,
	"cached_from" timestamp (3) with time zone,
	"batch_id" uuid,
	"row" integer,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "queries_row" UNIQUE("batch_id","row")
);
--> statement-breakpoint
CREATE TABLE "query_batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"person_id" text,
	"api_key_id" uuid,
	"asked_by" text NOT NULL,
	"role" text NOT NULL,
	"file" text NOT NULL,
	"sha256" text NOT NULL,
	"size" bigint NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"rows" integer,
	"bad_rows" integer DEFAULT 0 NOT NULL,
	"message" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "registry_answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"record_key" text NOT NULL,
	"provider" text NOT NULL,
	"outcome" text NOT NULL,
	"state" text NOT NULL,
	"raw_code" text,
	"raw_text" text,
	"fields" jsonb NOT NULL,
	"person" text,
	"evidence" text,
	"checked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "black_list" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"tax_id" text,
	"name" text,
	"reason" text NOT NULL,
	"added_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"person_id" text,
	"api_key_id" uuid,
	"record_key" text NOT NULL,
	"reference" text NOT NULL,
	"state" text NOT NULL,
	"claimed_by" text NOT NULL,
	"locked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "organisation_rules" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"pack" jsonb NOT NULL,
	"own_companies" jsonb NOT NULL,
	"edition" integer NOT NULL,
	"updated_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "ledger_number";--> statement-breakpoint
DROP INDEX "ledger_names";--> statement-breakpoint
DROP INDEX "ledger_alias";--> statement-breakpoint
DROP INDEX "ledger_alias_number";--> statement-breakpoint
DROP INDEX "ledger_seller_name";--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "way" text;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "recheck_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "rechecks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD COLUMN "dry_run" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD COLUMN "mapping" jsonb;--> statement-breakpoint
ALTER TABLE "ledger_imports" ADD COLUMN "progress" jsonb;--> statement-breakpoint
ALTER TABLE "ledger_invoices" ADD COLUMN "lines" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_invoices" ADD COLUMN "deduction" jsonb;--> statement-breakpoint
ALTER TABLE "ledger_invoices" ADD COLUMN "first_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_invoices" ADD COLUMN "edition" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "verdict_changes" ADD CONSTRAINT "verdict_changes_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdict_changes" ADD CONSTRAINT "verdict_changes_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_heads" ADD CONSTRAINT "ledger_heads_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_parties" ADD CONSTRAINT "ledger_parties_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_states" ADD CONSTRAINT "ledger_states_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_states" ADD CONSTRAINT "ledger_states_invoice_id_ledger_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."ledger_invoices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queries" ADD CONSTRAINT "queries_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queries" ADD CONSTRAINT "queries_person_id_user_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queries" ADD CONSTRAINT "queries_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "public"."api_keys"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queries" ADD CONSTRAINT "queries_batch_id_query_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."query_batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "query_batches" ADD CONSTRAINT "query_batches_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "query_batches" ADD CONSTRAINT "query_batches_person_id_user_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "query_batches" ADD CONSTRAINT "query_batches_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "public"."api_keys"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registry_answers" ADD CONSTRAINT "registry_answers_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "black_list" ADD CONSTRAINT "black_list_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_person_id_user_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "public"."api_keys"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_rules" ADD CONSTRAINT "organisation_rules_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "verdict_changes_document" ON "verdict_changes" USING btree ("document_id","id");--> statement-breakpoint
CREATE INDEX "verdict_changes_unseen" ON "verdict_changes" USING btree ("organisation_id","id") WHERE seen_at is null;--> statement-breakpoint
CREATE INDEX "verdict_changes_organisation" ON "verdict_changes" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE INDEX "ledger_parties_name" ON "ledger_parties" USING btree ("organisation_id","side","name");--> statement-breakpoint
CREATE INDEX "ledger_parties_alike" ON "ledger_parties" USING gin (name gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "ledger_states_invoice" ON "ledger_states" USING btree ("invoice_id","at");--> statement-breakpoint
CREATE INDEX "queries_organisation" ON "queries" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE INDEX "queries_invoice" ON "queries" USING btree ("organisation_id","number","asked_at");--> statement-breakpoint
CREATE INDEX "queries_person" ON "queries" USING btree ("organisation_id","person_id","id");--> statement-breakpoint
CREATE INDEX "query_batches_organisation" ON "query_batches" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE INDEX "registry_answers_invoice" ON "registry_answers" USING btree ("organisation_id","record_key","checked_at");--> statement-breakpoint
CREATE INDEX "registry_answers_provider" ON "registry_answers" USING btree ("organisation_id","provider","checked_at");--> statement-breakpoint
CREATE INDEX "black_list_tax_id" ON "black_list" USING btree ("organisation_id","tax_id");--> statement-breakpoint
CREATE INDEX "black_list_name" ON "black_list" USING btree ("organisation_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "claims_one" ON "claims" USING btree ("organisation_id","record_key") WHERE state in ('lock', 'closure');--> statement-breakpoint
CREATE INDEX "claims_reference" ON "claims" USING btree ("organisation_id","reference");--> statement-breakpoint
CREATE INDEX "claims_record" ON "claims" USING btree ("organisation_id","record_key","locked_at");--> statement-breakpoint
CREATE INDEX "claims_organisation" ON "claims" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE INDEX "documents_recheck" ON "documents" USING btree ("recheck_at") WHERE recheck_at is not null;--> statement-breakpoint
CREATE INDEX "ledger_tail" ON "ledger_invoices" USING btree ("organisation_id",right(number, 8));--> statement-breakpoint
CREATE INDEX "ledger_code" ON "ledger_invoices" USING btree ("organisation_id","code") WHERE code is not null;--> statement-breakpoint
CREATE INDEX "ledger_edition" ON "ledger_invoices" USING btree ("organisation_id","edition","id");--> statement-breakpoint
CREATE INDEX "ledger_state" ON "ledger_invoices" USING btree ("organisation_id","state","issue_date") WHERE state <> 'normal';--> statement-breakpoint
CREATE INDEX "ledger_buyer" ON "ledger_invoices" USING btree ("organisation_id","buyer_tax_id","issue_date");--> statement-breakpoint
CREATE INDEX "ledger_buyer_name" ON "ledger_invoices" USING btree ("organisation_id","buyer_name","issue_date") WHERE buyer_tax_id is null;--> statement-breakpoint
CREATE INDEX "slips_seller" ON "slips" USING btree ("organisation_id","seller_tax_id","issue_date");--> statement-breakpoint
CREATE INDEX "slips_seller_name" ON "slips" USING gin (seller_name gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "ledger_alias" ON "ledger_invoices" USING btree ("organisation_id","alias") WHERE alias is not null;--> statement-breakpoint
CREATE INDEX "ledger_alias_number" ON "ledger_invoices" USING btree ("organisation_id",right(alias, 8)) WHERE alias is not null;--> statement-breakpoint
CREATE INDEX "ledger_seller_name" ON "ledger_invoices" USING btree ("organisation_id","seller_name","issue_date") WHERE seller_tax_id is null;--> statement-breakpoint
UPDATE "ledger_invoices" SET "lines" = kept."lines"
	FROM (SELECT invoice_id, jsonb_agg(body ORDER BY position) AS "lines" FROM ledger_lines GROUP BY invoice_id) AS kept
	WHERE kept.invoice_id = "ledger_invoices".id;--> statement-breakpoint
DROP TABLE "ledger_lines";--> statement-breakpoint
INSERT INTO "ledger_heads" ("organisation_id", "edition", "entries")
	SELECT organisation_id, 0, count(*) FROM ledger_invoices GROUP BY organisation_id;--> statement-breakpoint
INSERT INTO "ledger_parties" ("organisation_id", "side", "tax_id", "name", "invoices")
	SELECT organisation_id, 'seller', coalesce(seller_tax_id, ''), coalesce(seller_name, ''), count(*)
	FROM ledger_invoices WHERE coalesce(seller_tax_id, '') <> '' OR coalesce(seller_name, '') <> '' GROUP BY 1, 3, 4
	UNION ALL
	SELECT organisation_id, 'buyer', coalesce(buyer_tax_id, ''), coalesce(buyer_name, ''), count(*)
	FROM ledger_invoices WHERE coalesce(buyer_tax_id, '') <> '' OR coalesce(buyer_name, '') <> '' GROUP BY 1, 3, 4;
