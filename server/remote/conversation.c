#include "remote/conversation.h"

#include "base/die.h"
#include "remote/sender.h"
#include "json/get.h"
#include "json/print.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_AHEAD = 64,   /* answers that wait for the one before them */
    MOST_ANSWERS = 16, /* of the longest, in all: lists that have no end come to one */
};

struct question {
    struct conversation *conversation;
    struct question *next;
    const char *method;
    enum remote_api api;
    char *path; /* relative to the root */
    json_t *body;
    answer_handler *handler;
    void *arg;
    bool sent, answered;
    struct answer answer; /* owned */
};

struct conversation {
    struct loop *loop;
    struct sender *sender; /* NULL where nobody is asked */
    char *roots[2];
    int at_once, under_way;
    int ahead; /* questions that are sent or answered, and not yet handled */
    struct cassette *known;
    struct journal *journal;
    struct question *first, **end; /* not yet handled, in their order */
    struct question *unsent;       /* the first of those */
    struct conversation_count count;
    size_t bytes_left; /* of answers */
    char *error;
};

static void question_free(struct question *question)
{
    free(question->path);
    json_decref(question->body);
    json_decref(question->answer.body);
    json_decref(question->answer.about);
    free(question->answer.reason);
    free(question);
}

void conversation_give_up(struct conversation *conversation, char *error)
{
    if (conversation->error)
        free(error);
    else
        conversation->error = error;
}

/* What an answer that is no success comes to, in words; a new text. */
static char *reason_of(const struct fetched *fetched, const json_t *body)
{
    const char *message = get_text(body, "message");
    const char *detail = message ? message : get_text(body, "detail");
    if (fetched->target)
        return must_printf("%u, a redirect to %s: nothing is followed; give that address if it is the one",
                           fetched->status, fetched->target);
    if (fetched->status == 200)
        return must_strdup("200, with no JSON");
    if (fetched->status)
        return must_printf("%u%s%s", fetched->status, detail ? ": " : "", detail ? detail : "");
    return must_strdup(fetched->reason);
}

/* As a cassette has it; a new text. */
static char *path_of(const struct question *question)
{
    return must_printf("%s%s", remote_root(question->api), question->path);
}

static json_t *exchange_of(const struct question *question)
{
    char *path = path_of(question);
    json_t *exchange =
        json_pack("{ss ss sO* si sO*}", "method", question->method, "path", path, "body", question->body,
                  "status", (int)question->answer.status, "response", question->answer.body);
    free(path);
    return exchange;
}

/* Only what the server says of the matter is kept: another try may meet it in better health. */
static bool is_lasting(unsigned status)
{
    return status >= 200 && status < 500 && status != 401 && status != 403 && status != 429;
}

static void keep(const struct question *question)
{
    struct conversation *conversation = question->conversation;
    json_auto_t *exchange = is_lasting(question->answer.status) ? exchange_of(question) : NULL;
    char *error = NULL;
    if (!exchange)
        return;
    if (conversation->journal && !journal_add(conversation->journal, exchange, &error))
        conversation_give_up(conversation, error);
    if (conversation->known)
        cassette_add(conversation->known, json_incref(exchange));
}

/* False, given up, where there is no room left for the answer. */
static bool fits(struct conversation *conversation, size_t size)
{
    bool fits = size <= conversation->bytes_left;
    conversation->bytes_left -= fits ? size : conversation->bytes_left;
    if (!fits)
        conversation_give_up(conversation,
                             must_strdup("it has told more than sixteen times what the longest "
                                         "answer may be: read less of it, or let answers be longer"));
    return fits;
}

static void hear(void *arg, const struct fetched *fetched)
{
    struct question *question = arg;
    struct answer *answer = &question->answer;
    answer->status = fetched->status;
    answer->body = json_read_bytes(fetched->body, fetched->size);
    if (fetched->status != 200 || !answer->body)
        answer->reason = reason_of(fetched, answer->body);
    question->answered = true;
    question->conversation->under_way--;
    if (fits(question->conversation, fetched->size))
        keep(question);
}

/* True where it was answered before. */
static bool remember(struct question *question)
{
    const struct conversation *conversation = question->conversation;
    if (!conversation->known)
        return false;
    char *path = path_of(question);
    const json_t *exchange = cassette_find(conversation->known, question->method, path, question->body);
    free(path);
    if (!exchange)
        return false;
    struct answer *answer = &question->answer;
    answer->status = (unsigned)get_integer(exchange, "status");
    answer->body = json_incref(json_object_get(exchange, "response"));
    if (answer->status != 200 || !answer->body)
        answer->reason = reason_of(&(struct fetched){.status = answer->status}, answer->body);
    return true;
}

static void send(struct question *question)
{
    struct conversation *conversation = question->conversation;
    char *url = must_printf("%s%s", conversation->roots[question->api], question->path);
    char *body = question->body ? json_print(question->body) : NULL;
    conversation->under_way++;
    conversation->count.sent++;
    sender_send(conversation->sender, question->method, url, body, hear, question);
    free(body);
    free(url);
}

static void answer_or_send(struct question *question)
{
    question->sent = true;
    question->answered = remember(question);
    if (question->answered)
        return;
    if (question->conversation->sender) {
        send(question);
        return;
    }
    question->answered = true;
    question->answer.status = 404;
    question->answer.reason = must_strdup("it is not in the cassette");
}

static void send_what_may(struct conversation *conversation)
{
    while (conversation->unsent && conversation->under_way < conversation->at_once &&
           conversation->ahead < MOST_AHEAD) {
        struct question *question = conversation->unsent;
        conversation->unsent = question->next;
        conversation->ahead++;
        answer_or_send(question);
    }
}

static void handle_first(struct conversation *conversation)
{
    struct question *question = conversation->first;
    conversation->count.answered++;
    conversation->ahead--;
    question->handler(question->arg, &question->answer);
    conversation->first = question->next;
    if (!conversation->first)
        conversation->end = &conversation->first;
    question_free(question);
}

bool conversation_run(struct conversation *conversation, char **error)
{
    while (conversation->first && !conversation->error) {
        send_what_may(conversation);
        if (conversation->first->answered)
            handle_first(conversation);
        else
            loop_turn(conversation->loop, -1);
    }
    *error = conversation->error;
    conversation->error = NULL;
    return !*error;
}

static void add(struct conversation *conversation, struct question *question)
{
    question->conversation = conversation;
    question->answer.path = question->path;
    *conversation->end = question;
    conversation->end = &question->next;
    if (!conversation->unsent)
        conversation->unsent = question;
    conversation->count.asked++;
}

void conversation_ask(struct conversation *conversation, enum read read, const char *more, json_t *body,
                      json_t *about, answer_handler *handler, void *arg)
{
    const struct read_row *row = &read_rows[read];
    struct question *question = must_zalloc(sizeof *question);
    *question = (struct question){.method = row->method,
                                  .api = row->api,
                                  .path = must_printf("%s%s", row->path, more),
                                  .body = body,
                                  .handler = handler,
                                  .arg = arg,
                                  .answer.about = json_incref(about)};
    add(conversation, question);
}

void conversation_repeat(struct conversation *conversation, const json_t *exchange, answer_handler *handler,
                         void *arg)
{
    const char *path = get_text(exchange, "path");
    struct question *question = must_zalloc(sizeof *question);
    *question = (struct question){.method = remote_method(get_text(exchange, "method")),
                                  .body = json_incref(json_object_get(exchange, "body")),
                                  .handler = handler,
                                  .arg = arg};
    if (!question->method || !remote_api_of(path, &question->api))
        die("%s %s is no exchange", get_text(exchange, "method"), path);
    question->path = must_strdup(path + strlen(remote_root(question->api)));
    add(conversation, question);
}

/* NULL with a new text in *error where one of the roots cannot be asked. */
static struct sender *open_sender(const struct conversation *conversation,
                                  const struct conversation_options *options, char **error)
{
    struct sender_options with = {.roots = {conversation->roots[0], conversation->roots[1]},
                                  .username = options->username,
                                  .password = options->password,
                                  .token = options->token,
                                  .client_id = options->client_id,
                                  .client_secret = options->client_secret,
                                  .first_pause = options->first_pause,
                                  .limits = {options->patience, options->longest, options->ca_file}};
    struct sender *sender = sender_new(conversation->loop, &with, error);
    for (size_t i = 0; sender && i < 2; i++)
        if (!sender_may_ask(sender, conversation->roots[i], error)) {
            sender_free(sender);
            return NULL;
        }
    return sender;
}

struct conversation *conversation_new(struct loop *loop, const struct conversation_options *options,
                                      char **error)
{
    struct conversation *conversation = must_zalloc(sizeof *conversation);
    *conversation = (struct conversation){.loop = loop,
                                          .at_once = options->at_once,
                                          .bytes_left = MOST_ANSWERS * options->longest,
                                          .known = options->known,
                                          .journal = options->journal,
                                          .end = &conversation->first};
    for (size_t i = 0; i < 2; i++)
        conversation->roots[i] = must_strdup(options->roots[i]);
    if (!options->offline)
        conversation->sender = open_sender(conversation, options, error);
    if (conversation->sender || options->offline)
        return conversation;
    conversation_free(conversation);
    return NULL;
}

void conversation_free(struct conversation *conversation)
{
    if (!conversation)
        return;
    sender_free(conversation->sender);
    while (conversation->first) {
        struct question *question = conversation->first;
        conversation->first = question->next;
        question_free(question);
    }
    for (size_t i = 0; i < 2; i++)
        free(conversation->roots[i]);
    free(conversation->error);
    free(conversation);
}

struct conversation_count conversation_count(const struct conversation *conversation)
{
    return conversation->count;
}
