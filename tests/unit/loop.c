#include "support/testing.h"

#include "base/loop.h"

#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Callbacks leave their mark here, in order. */
struct marks {
    struct loop *loop;
    char text[64];
    int fds[2];
    struct loop_timer *timer;
};

struct note {
    struct marks *marks;
    char mark;
};

static void mark(struct marks *marks, char letter)
{
    size_t size = strlen(marks->text);
    assert_true(size + 1 < sizeof marks->text);
    marks->text[size] = letter;
}

static void note_timer(void *arg)
{
    const struct note *note = arg;
    mark(note->marks, note->mark);
}

static int start(void **state)
{
    static struct marks marks;
    marks = (struct marks){.loop = loop_new()};
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, marks.fds), 0);
    *state = &marks;
    return 0;
}

static int stop(void **state)
{
    struct marks *marks = *state;
    loop_free(marks->loop);
    close(marks->fds[0]);
    close(marks->fds[1]);
    return 0;
}

static void timers_fire_by_time_and_then_by_order(void **state)
{
    struct marks *marks = *state;
    static const char order[] = "dacbfe";
    static const int64_t when[] = {30, 10, 20, 10, 50, 40};
    struct note notes[6];
    struct loop_timer timers[6] = {0};
    int64_t now = loop_now() - 1000;
    for (size_t i = 0; i < 6; i++) {
        notes[i] = (struct note){marks, order[i]};
        timers[i] = (struct loop_timer){.callback = note_timer, .arg = &notes[i]};
        loop_timer_at(marks->loop, &timers[i], now + when[i]);
    }
    loop_turn(marks->loop, 0);
    assert_string_equal(marks->text, "abcdef");
    loop_turn(marks->loop, 0);
    assert_string_equal(marks->text, "abcdef");
}

/* Whatever is cancelled or moved, the rest comes in order. */
static void cancelled_and_moved_timers(void **state)
{
    enum { TIMERS = 100 };
    struct marks *marks = *state;
    struct note note = {marks, 'x'}, last = {marks, 'z'};
    struct loop_timer timers[TIMERS], end = {.callback = note_timer, .arg = &last};
    int64_t past = loop_now() - 10000;
    for (int i = 0; i < TIMERS; i++) {
        timers[i] = (struct loop_timer){.callback = note_timer, .arg = &note};
        loop_timer_at(marks->loop, &timers[i], past + i * 37 % TIMERS);
    }
    loop_timer_at(marks->loop, &end, past - 1);
    for (int i = 0; i < TIMERS; i++)
        if (i * 7 % 10)
            loop_timer_cancel(marks->loop, &timers[i * 7 % TIMERS]);
    loop_timer_at(marks->loop, &end, past + 1000);
    loop_timer_cancel(marks->loop, &timers[1]); /* twice is once */
    loop_turn(marks->loop, 0);
    size_t size = strlen(marks->text);
    assert_int_equal(size, 11);
    assert_int_equal(strspn(marks->text, "x"), 10);
    assert_int_equal(marks->text[10], 'z');
}

static void a_turn_waits_for_the_next_timer(void **state)
{
    struct marks *marks = *state;
    struct note note = {marks, 't'};
    struct loop_timer timer = {.callback = note_timer, .arg = &note};
    int64_t before = loop_now();
    loop_timer_at(marks->loop, &timer, before + 30);
    loop_turn(marks->loop, 5000);
    assert_string_equal(marks->text, "t");
    assert_in_range(loop_now() - before, 30, 1000);
    before = loop_now();
    loop_turn(marks->loop, 20);
    assert_in_range(loop_now() - before, 19, 1000);
}

static void rearm(void *arg)
{
    struct marks *marks = arg;
    mark(marks, 'r');
    loop_timer_at(marks->loop, marks->timer, 0);
}

static void a_timer_armed_by_a_timer_waits_a_turn(void **state)
{
    struct marks *marks = *state;
    struct loop_timer timer = {.callback = rearm, .arg = marks};
    marks->timer = &timer;
    loop_timer_at(marks->loop, &timer, 0);
    loop_turn(marks->loop, 0);
    assert_string_equal(marks->text, "r");
    loop_turn(marks->loop, -1);
    assert_string_equal(marks->text, "rr");
    loop_timer_cancel(marks->loop, &timer);
}

static void a_timer_that_is_always_due_leaves_others_their_turn(void **state)
{
    struct marks *marks = *state;
    struct note note = {marks, 'o'};
    struct loop_timer always = {.callback = rearm, .arg = marks};
    struct loop_timer other = {.callback = note_timer, .arg = &note};
    marks->timer = &always;
    loop_timer_at(marks->loop, &always, 0);
    loop_turn(marks->loop, 0);
    loop_timer_at(marks->loop, &other, loop_now());
    loop_turn(marks->loop, 0);
    assert_string_equal(marks->text, "rro");
    loop_timer_cancel(marks->loop, &always);
}

static void note_ready(void *arg, uint32_t events)
{
    struct marks *marks = arg;
    mark(marks, events & EPOLLIN ? 'i' : '?');
}

static void note_after(void *arg)
{
    mark(arg, 'a');
}

static void a_turn_is_events_then_timers_then_the_rest(void **state)
{
    struct marks *marks = *state;
    struct note note = {marks, 't'};
    struct loop_timer timer = {.callback = note_timer, .arg = &note};
    loop_after_turn(marks->loop, note_after, marks);
    loop_watch(marks->loop, marks->fds[0], EPOLLIN, note_ready, marks);
    loop_timer_at(marks->loop, &timer, 0);
    assert_int_equal(write(marks->fds[1], "x", 1), 1);
    loop_turn(marks->loop, 0);
    assert_string_equal(marks->text, "ita");
    loop_unwatch(marks->loop, marks->fds[0]);
    loop_turn(marks->loop, 0);
    assert_string_equal(marks->text, "itaa");
}

static void unwatch_both(void *arg, uint32_t events)
{
    (void)events;
    struct marks *marks = arg;
    mark(marks, 'u');
    loop_unwatch(marks->loop, marks->fds[0]);
    loop_unwatch(marks->loop, marks->fds[1]);
    loop_watch(marks->loop, marks->fds[1], EPOLLRDHUP, note_ready, marks);
}

/* Both are ready in one turn; what the first unwatches, or watches anew, gets no old event. */
static void no_event_comes_after_unwatch(void **state)
{
    struct marks *marks = *state;
    assert_int_equal(write(marks->fds[0], "x", 1), 1);
    assert_int_equal(write(marks->fds[1], "x", 1), 1);
    loop_watch(marks->loop, marks->fds[0], EPOLLIN, unwatch_both, marks);
    loop_watch(marks->loop, marks->fds[1], EPOLLIN, unwatch_both, marks);
    loop_turn(marks->loop, 0);
    assert_string_equal(marks->text, "u");
    loop_unwatch(marks->loop, marks->fds[1]);
}

static void note_signal(void *arg, int signal)
{
    struct marks *marks = arg;
    mark(marks, signal == SIGUSR1 ? 's' : '?');
    loop_stop(marks->loop);
}

static void signals_come_through_the_loop(void **state)
{
    struct marks *marks = *state;
    sigset_t mask, before, after;
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR1);
    sigprocmask(SIG_BLOCK, NULL, &before);
    loop_signals(marks->loop, &mask, note_signal, marks);
    assert_int_equal(raise(SIGUSR1), 0);
    loop_run(marks->loop);
    assert_string_equal(marks->text, "s");
    loop_free(marks->loop);
    marks->loop = NULL;
    sigprocmask(SIG_BLOCK, NULL, &after);
    assert_int_equal(sigismember(&after, SIGUSR1), sigismember(&before, SIGUSR1));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(timers_fire_by_time_and_then_by_order),
        TEST(cancelled_and_moved_timers),
        TEST(a_turn_waits_for_the_next_timer),
        TEST(a_timer_armed_by_a_timer_waits_a_turn),
        TEST(a_timer_that_is_always_due_leaves_others_their_turn),
        TEST(a_turn_is_events_then_timers_then_the_rest),
        TEST(no_event_comes_after_unwatch),
        TEST(signals_come_through_the_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
