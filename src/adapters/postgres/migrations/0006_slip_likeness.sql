ALTER TABLE "slips" ADD COLUMN "likeness_bands" integer[];--> statement-breakpoint
CREATE INDEX "slips_likeness" ON "slips" USING gin ("likeness_bands") WHERE likeness_bands is not null;