#pragma once

#include "gateway/call.h"

/*
 * The steps of a call that make its reply, each of which leaves alone one that is there already.
 */

/* What a large sandbox's first call does: looks whether its file is damaged, or copies what it begins from.
 */
void dispatch_make_ready(struct call *call);

/* A sandbox that is damaged answers nothing but that. */
void dispatch_find_whole(struct call *call);

/* Parses and checks the body. The control API's is always taken strictly, and an empty one is an empty object
 * there. */
void dispatch_admit(struct call *call);

/* Runs the handler in a transaction: a reply, or a suspended call. */
void dispatch_run(struct call *call);

/* Where replies are checked: one that breaks its row's promise is our mistake and becomes a 500 that says so.
 */
void dispatch_check(struct call *call);
