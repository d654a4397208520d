#include "sandbox/watch.h"

void watch(struct watchers *watchers, struct watcher *watcher)
{
    watcher->next = watchers->first;
    watcher->place = &watchers->first;
    if (watcher->next)
        watcher->next->place = &watcher->next;
    watchers->first = watcher;
}

void watch_end(struct watcher *watcher)
{
    if (!watcher->place)
        return;
    *watcher->place = watcher->next;
    if (watcher->next)
        watcher->next->place = watcher->place;
    watcher->place = NULL;
}

void watchers_tell(struct watchers *watchers, const struct notice *notice)
{
    for (struct watcher *watcher = watchers->first, *next; watcher; watcher = next) {
        next = watcher->next;
        watcher->notice(watcher, notice);
    }
}
