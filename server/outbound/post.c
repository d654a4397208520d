#include "outbound/post.h"

#include "base/die.h"
#include "base/text.h"
#include "outbound/multi.h"
#include "outbound/target.h"

#include <stdlib.h>
#include <string.h>

struct post {
    struct poster *poster;
    struct posts *queue; /* the one it is in */
    CURLU *url;          /* NULL where it is refused */
    CURL *handle;        /* NULL where it is not under way */
    char *body;
    char *refusal;           /* why it is not sent, or NULL */
    struct loop_timer timer; /* fires when that is to be said */
    struct text answer;
    bool barred;    /* its host's name led to another machine */
    json_t *others; /* URLs to be tried after this one, or NULL */
    post_done *done;
    void *arg;
};

struct posts {
    struct post **items; /* oldest first */
    size_t count;
};

struct poster {
    struct loop *loop;
    struct post_options options;
    struct curl *curl; /* NULL until the first post, and multi too */
    struct multi *multi;
    struct curl_slist *headers; /* of every post */
    struct posts waiting, running, refused;
};

static void enqueue(struct posts *queue, struct post *post)
{
    queue->items = must_realloc(queue->items, (queue->count + 1) * sizeof(struct post *));
    queue->items[queue->count++] = post;
    post->queue = queue;
}

static void dequeue(const struct post *post)
{
    struct posts *queue = post->queue;
    struct post **place = queue->items;
    while (*place != post)
        place++;
    queue->count--;
    memmove(place, place + 1, (size_t)(queue->items + queue->count - place) * sizeof(struct post *));
}

/* libcurl's write callback: what is too much is read and dropped. */
static size_t keep_answer(char *bytes, size_t one, size_t count, void *context)
{
    struct text *answer = &((struct post *)context)->answer;
    size_t room = POST_ANSWER_KEPT - answer->size;
    text_add_bytes(answer, bytes, count < room ? count : room);
    return one * count;
}

/* libcurl's open-socket callback: the address here is the one that will be connected to, whatever led to it.
 */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    (void)purpose;
    struct post *post = context;
    if (post->poster->options.targets == POST_TO_LOOPBACK && !target_is_loopback(&address->addr)) {
        post->barred = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static void set_up_connection(CURL *handle, struct post *post)
{
    const struct curl *curl = post->poster->curl;
    curl->easy_setopt(handle, CURLOPT_PROXY, "");
    curl->easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
    curl->easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L); /* not even a slow name server holds us up */
#endif
    curl->easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)post->poster->options.limit);
    curl->easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L); /* a kept connection may need a second try */
    curl->easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
    curl->easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl->easy_setopt(handle, CURLOPT_OPENSOCKETDATA, post);
}

static void set_up_transfer(CURL *handle, struct post *post)
{
    const struct curl *curl = post->poster->curl;
    curl->easy_setopt(handle, CURLOPT_CURLU, post->url);
    curl->easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl->easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl->easy_setopt(handle, CURLOPT_USERAGENT, "fakebyte");
    curl->easy_setopt(handle, CURLOPT_HTTPHEADER, post->poster->headers);
    curl->easy_setopt(handle, CURLOPT_POSTFIELDS, post->body);
    curl->easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep_answer);
    curl->easy_setopt(handle, CURLOPT_WRITEDATA, post);
    curl->easy_setopt(handle, CURLOPT_PRIVATE, post);
}

static void start(struct post *post)
{
    post->handle = post->poster->curl->easy_init();
    if (!post->handle)
        die("libcurl does not start");
    set_up_connection(post->handle, post);
    set_up_transfer(post->handle, post);
    dequeue(post);
    enqueue(&post->poster->running, post);
    multi_add(post->poster->multi, post->handle);
}

static void start_what_may(struct poster *poster)
{
    while (poster->waiting.count && poster->running.count < POSTS_AT_ONCE)
        start(poster->waiting.items[0]);
}

/* Without libcurl there is neither. */
static void transfer_free(const struct post *post)
{
    const struct curl *curl = post->poster->curl;
    if (!curl)
        return;
    curl->easy_cleanup(post->handle);
    curl->url_cleanup(post->url);
}

void post_cancel(struct post *post)
{
    struct poster *poster = post->poster;
    dequeue(post);
    loop_timer_cancel(poster->loop, &post->timer);
    if (post->handle)
        multi_remove(poster->multi, post->handle);
    transfer_free(post);
    text_free(&post->answer);
    json_decref(post->others);
    free(post->refusal);
    free(post->body);
    free(post);
    start_what_may(poster);
}

/* Calls back, then forgets the post, or goes on to the next URL. */
static void end(struct post *post, const struct posted *posted)
{
    bool taken = posted->status / 100 == 2;
    post->done(post->arg, posted);
    if (!taken && json_array_size(post->others))
        poster_offer(post->poster, post->others, post->body, post->done, post->arg);
    post_cancel(post);
}

static char *reason_of(const struct post *post, CURLcode code)
{
    if (post->barred)
        return must_printf("the host's name leads to another machine, and --webhooks loopback allows none");
    return curl_reason(post->poster->curl, post->handle, code, post->poster->options.limit);
}

static void end_unanswered(struct post *post, CURLcode code)
{
    char *reason = reason_of(post, code);
    end(post, &(struct posted){.body = "", .reason = reason});
    free(reason);
}

static void end_answered(struct post *post)
{
    long status = 0;
    post->poster->curl->easy_getinfo(post->handle, CURLINFO_RESPONSE_CODE, &status);
    end(post, &(struct posted){.status = (unsigned)status,
                               .body = post->answer.data ? post->answer.data : "",
                               .size = post->answer.size});
}

static void transfer_over(void *arg, CURL *handle, CURLcode code)
{
    const struct poster *poster = arg;
    struct post *post = NULL;
    poster->curl->easy_getinfo(handle, CURLINFO_PRIVATE, &post);
    if (code == CURLE_OK)
        end_answered(post);
    else
        end_unanswered(post, code);
}

static void say_refusal(void *arg)
{
    struct post *post = arg;
    end(post, &(struct posted){.body = "", .reason = post->refusal});
}

static void refuse(struct post *post)
{
    enqueue(&post->poster->refused, post);
    loop_timer_at(post->poster->loop, &post->timer, loop_now());
}

static void drop(struct post *post)
{
    post->refusal = must_printf("dropped, since %d posts wait already", POSTS_WAITING);
    refuse(post);
}

static void wait_for_turn(struct post *post)
{
    enqueue(&post->poster->waiting, post);
    start_what_may(post->poster);
}

/* The first post loads libcurl. False, with a new text in *reason, where that is not to be had. */
static bool begin(struct poster *poster, char **reason)
{
    if (poster->curl)
        return true;
    poster->curl = curl_open(reason);
    if (!poster->curl)
        return false;
    poster->multi = multi_new(poster->loop, poster->curl, transfer_over, poster);
    poster->headers = poster->curl->slist_append(NULL, "Content-Type: application/json");
    return true;
}

struct post *poster_send(struct poster *poster, const char *url, const char *body, post_done *done, void *arg)
{
    struct post *post = must_zalloc(sizeof *post);
    *post = (struct post){.poster = poster, .body = must_strdup(body), .done = done, .arg = arg};
    post->timer = (struct loop_timer){.callback = say_refusal, .arg = post};
    if (begin(poster, &post->refusal))
        post->url =
            target_parse(poster->curl, url, poster->options.targets == POST_TO_LOOPBACK, &post->refusal);
    if (post->refusal)
        refuse(post);
    else if (poster->waiting.count == POSTS_WAITING)
        drop(post);
    else
        wait_for_turn(post);
    return post;
}

void poster_offer(struct poster *poster, const json_t *urls, const char *body, post_done *done, void *arg)
{
    struct post *post = poster_send(poster, json_string_value(json_array_get(urls, 0)), body, done, arg);
    post->others = json_deep_copy(urls);
    json_array_remove(post->others, 0);
}

struct poster *poster_new(struct loop *loop, const struct post_options *options)
{
    struct poster *poster = must_zalloc(sizeof *poster);
    *poster = (struct poster){.loop = loop, .options = *options};
    return poster;
}

static void cancel_all(struct posts *queue)
{
    while (queue->count)
        post_cancel(queue->items[queue->count - 1]);
    free(queue->items);
}

void poster_free(struct poster *poster)
{
    if (!poster)
        return;
    cancel_all(&poster->waiting);
    cancel_all(&poster->refused);
    cancel_all(&poster->running);
    multi_free(poster->multi);
    if (poster->curl)
        poster->curl->slist_free_all(poster->headers);
    curl_close(poster->curl);
    free(poster);
}
