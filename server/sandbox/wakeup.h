#pragma once

#include "base/loop.h"

struct sandbox;

/* Wakes sandboxes whose next event falls due while nobody calls. */
struct wakeup {
    struct loop *loop; /* borrowed; NULL: nobody is ever woken */
    void (*wake)(void *context, struct sandbox *sandbox);
    void *context;
};

/* The sandbox is woken, once, when its world's next event is due; never on a clock that stands still. */
void wakeup_arm(struct sandbox *sandbox);
void wakeup_disarm(struct sandbox *sandbox);
