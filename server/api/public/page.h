#pragma once

#include "domain/world/list_page.h"
#include "gateway/call.h"
#include "json/writer.h"

/* What page of a list is asked for. `workspace_ids` is the list's own text, NULL for all: page_free(). */
struct list_page page_of(struct call *call);
void page_free(struct list_page *page);

/* A list parameter as JSON text, NULL where it is not given. A new text. */
char *parameter_list(const struct call *call, const char *name);

/*
 * Replies with {"previous", "next", "data"}. `data` is the list's items as they were written, `count` their
 * number. The links keep what the real server keeps: `kept` names those parameters, with spaces between.
 */
bool reply_page(struct call *call, struct writer *data, int64_t count, const char *kept);

/* The same of a list without links: {"data"}. */
bool reply_data(struct call *call, struct writer *data);
