#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct steps;

/* One way in which a value breaks its schema. */
struct schema_fault {
    char *path;    /* "" for the value itself, else "a.b[0].c" */
    char *message; /* "is missing but it is required"; the connectors' texts put "$.a.b: " before it */
    json_t *value; /* the offending value, a reference of our own; NULL where it is absent */
    bool whole;    /* the connectors' texts put nothing before the message */
};

/*
 * Starts as {0}, or with the steps that checking may take: a request's worth where it is NULL. Where they are
 * used up, and where a value meets a part of a schema that is broken, that is the one fault. Of many faults a
 * hundred are kept, and the rest is not looked at.
 */
struct schema_faults {
    size_t count;
    struct schema_fault *items;
    struct steps *steps; /* borrowed */
};

void schema_faults_free(struct schema_faults *faults);

/* The faults as the real validator prints them: "$.host: is missing but it is required, $.port: ...". A new
 * text. */
char *schema_faults_text(const struct schema_faults *faults);
