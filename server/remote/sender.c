#include "remote/sender.h"

#include "base/base64.h"
#include "base/die.h"
#include "json/get.h"
#include "json/print.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct sending {
    struct sender *sender;
    struct sending *next, **place; /* among the sender's */
    const char *method;
    char *url, *body;
    int tries;
    unsigned token; /* which token it was sent with */
    bool waits;     /* for a token */
    struct loop_timer timer;
    sender_done *done;
    void *arg;
};

struct sender {
    struct loop *loop;
    struct fetcher *fetcher;
    int64_t first_pause;
    char *authorization; /* the header; NULL for none */
    char *token_request; /* the body that asks for a token; NULL where nobody asks */
    char *token_urls[2];
    size_t token_url; /* the one that is asked */
    unsigned token;   /* how many tokens there were */
    bool asking;      /* for a token */
    bool met;         /* the server has answered something */
    struct sending *sendings;
};

static void link_in(struct sending *sending)
{
    struct sender *sender = sending->sender;
    sending->next = sender->sendings;
    sending->place = &sender->sendings;
    if (sending->next)
        sending->next->place = &sending->next;
    sender->sendings = sending;
}

static void sending_free(struct sending *sending)
{
    *sending->place = sending->next;
    if (sending->next)
        sending->next->place = sending->place;
    loop_timer_cancel(sending->sender->loop, &sending->timer);
    free(sending->url);
    free(sending->body);
    free(sending);
}

static void end(struct sending *sending, const struct fetched *fetched)
{
    sending->done(sending->arg, fetched);
    sending_free(sending);
}

static fetch_done hear_answer;

static void send(struct sending *sending)
{
    const struct sender *sender = sending->sender;
    const char *headers[] = {sender->authorization, NULL};
    sending->waits = sender->asking;
    if (sending->waits)
        return;
    sending->token = sender->token;
    fetcher_send(sender->fetcher, &(struct fetch){sending->method, sending->url, sending->body, headers},
                 hear_answer, sending);
}

static void try_again(void *arg)
{
    send(arg);
}

/* A server that never answered is not waited for. */
static bool passes(const struct sender *sender, const struct fetched *fetched)
{
    static const unsigned passing[] = {429, 500, 502, 503, 504};
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
        if (fetched->status == passing[i])
            return true;
    return fetched->status == 0 && sender->met && !fetched->hopeless;
}

static void pause_for(struct sending *sending, int64_t wished)
{
    int64_t pause = sending->sender->first_pause << (sending->tries - 1);
    pause = wished > pause ? wished : pause;
    pause = pause > SENDER_LONGEST_PAUSE ? SENDER_LONGEST_PAUSE : pause;
    loop_timer_at(sending->sender->loop, &sending->timer, loop_now() + pause);
}

/* Those that waited for a token go, with it or without. */
static void let_go(struct sender *sender)
{
    sender->asking = false;
    for (struct sending *sending = sender->sendings; sending; sending = sending->next)
        if (sending->waits)
            send(sending);
}

static void ask_for_token(struct sender *sender);

static void take_token(struct sender *sender, const struct fetched *fetched)
{
    json_auto_t *reply = json_read_bytes(fetched->body, fetched->size);
    const char *token = get_text(reply, "access_token");
    if (!token && sender->token_url == 0) {
        sender->token_url = 1;
        ask_for_token(sender);
        return;
    }
    free(sender->authorization);
    sender->authorization = token ? must_printf("Authorization: Bearer %s", token) : NULL;
    sender->token++;
    let_go(sender);
}

static void hear_token(void *arg, const struct fetched *fetched)
{
    take_token(arg, fetched);
}

static void ask_for_token(struct sender *sender)
{
    sender->asking = true;
    fetcher_send(sender->fetcher,
                 &(struct fetch){"POST", sender->token_urls[sender->token_url], sender->token_request, NULL},
                 hear_token, sender);
}

/* A token that was good once has ended; one that never was is not asked for twice. */
static bool renew(struct sending *sending, const struct fetched *fetched)
{
    struct sender *sender = sending->sender;
    if (fetched->status != 401 || !sender->token_request || sending->tries > 1)
        return false;
    if (!sender->asking && sending->token == sender->token)
        ask_for_token(sender);
    send(sending);
    return true;
}

static void hear_answer(void *arg, const struct fetched *fetched)
{
    struct sending *sending = arg;
    struct sender *sender = sending->sender;
    sending->tries++;
    sender->met = sender->met || fetched->status;
    if (renew(sending, fetched))
        return;
    if (passes(sender, fetched) && sending->tries < SENDER_TRIES)
        pause_for(sending, fetched->retry_after);
    else
        end(sending, fetched);
}

void sender_send(struct sender *sender, const char *method, const char *url, const char *body,
                 sender_done *done, void *arg)
{
    struct sending *sending = must_zalloc(sizeof *sending);
    *sending = (struct sending){.sender = sender,
                                .method = method,
                                .url = must_strdup(url),
                                .body = body ? must_strdup(body) : NULL,
                                .done = done,
                                .arg = arg};
    sending->timer = (struct loop_timer){.callback = try_again, .arg = sending};
    link_in(sending);
    send(sending);
}

static char *basic(const char *username, const char *password)
{
    char *pair = must_printf("%s:%s", username, password ? password : "");
    char *coded = base64_encode(pair, strlen(pair));
    char *header = must_printf("Authorization: Basic %s", coded);
    free(coded);
    free(pair);
    return header;
}

/* Nothing where nobody is to be asked for a token. */
static void set_credentials(struct sender *sender, const struct sender_options *options)
{
    if (options->client_id) {
        json_auto_t *request = json_pack("{ss ss* ss}", "client_id", options->client_id, "client_secret",
                                         options->client_secret, "grant_type", "client_credentials");
        sender->token_request = json_print(request);
        for (size_t i = 0; i < 2; i++)
            sender->token_urls[i] = must_printf("%s/applications/token", options->roots[i]);
        ask_for_token(sender);
    } else if (options->token) {
        sender->authorization = must_printf("Authorization: Bearer %s", options->token);
    } else if (options->username) {
        sender->authorization = basic(options->username, options->password);
    }
}

struct sender *sender_new(struct loop *loop, const struct sender_options *options, char **error)
{
    struct fetcher *fetcher = fetcher_new(loop, &options->limits, error);
    if (!fetcher)
        return NULL;
    struct sender *sender = must_zalloc(sizeof *sender);
    *sender = (struct sender){.loop = loop, .fetcher = fetcher, .first_pause = options->first_pause};
    set_credentials(sender, options);
    return sender;
}

void sender_free(struct sender *sender)
{
    if (!sender)
        return;
    fetcher_free(sender->fetcher);
    for (struct sending *sending = sender->sendings, *next; sending; sending = next) {
        next = sending->next;
        sending_free(sending);
    }
    for (size_t i = 0; i < 2; i++)
        free(sender->token_urls[i]);
    free(sender->authorization);
    free(sender->token_request);
    free(sender);
}

bool sender_may_ask(const struct sender *sender, const char *url, char **error)
{
    bool tls = strncasecmp(url, "https://", 8) == 0;
    if (!tls && strncasecmp(url, "http://", 7) != 0) {
        *error = must_printf("%s is not a URL of http or https", url);
        return false;
    }
    if (!tls || fetcher_speaks_tls(sender->fetcher))
        return true;
    *error = must_printf(
        "%s: this build of fakebyte has no TLS; one that is linked to the system's libcurl has", url);
    return false;
}
