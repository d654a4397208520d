

/* The load of the benchmarks: connections that each send their next request when the last was answered, on
 * one thread that never sleeps. A client that sleeps has to be woken, and only the slower of two servers pays
 * for that, up to a half of a request. Standard input has a body a line; they are sent in turn, and each "@"
 * in them becomes a number that never comes again. Prints its figures as JSON. */
#include <arpa/inet.h>
#include <err.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { DIGITS = 16, MOST_SLOTS = 8, MOST_CLIENTS = 64, HEAD = 8192, ROOM = 1 << 18, SLOWEST_US = 1 << 22 };

struct request {
    char *text;
    size_t size;
    size_t slots[MOST_SLOTS]; /* where numbers go */
    size_t slot_count;
};

struct client {
    int socket;
    int64_t sent_us;
    char head[HEAD + 1]; /* of the reply, as far as it came */
    size_t head_size;
    bool in_body, chunked;
    size_t missing; /* of a body that is not chunked */
    char last[5];   /* bytes of one that is */
};

struct load {
    struct sockaddr_in server;
    const char *method, *path, *authorization;
    struct request *requests;
    size_t request_count, turn;
    int64_t number;
    struct client clients[MOST_CLIENTS];
    uint64_t answered, bad, bytes;
    uint32_t *latencies; /* how many took so many µs */
    int poll;
    char *room;
};

static void *must(void *memory)
{
    if (!memory)
        err(1, "memory");
    return memory;
}

static int64_t micros(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t now_us(void)
{
    return micros(CLOCK_MONOTONIC);
}

static size_t count_slots(const char *body)
{
    size_t slots = 0;
    while ((body = strchr(body, '@')) && ++slots <= MOST_SLOTS)
        body++;
    if (slots > MOST_SLOTS)
        errx(2, "more than %d numbers in a body", MOST_SLOTS);
    return slots;
}

static void write_head(FILE *text, const struct load *load, const char *body)
{
    fprintf(text, "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n", load->method, load->path,
            load->authorization);
    if (*body)
        fprintf(text, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
                strlen(body) + count_slots(body) * (DIGITS - 1));
    fprintf(text, "\r\n");
}

static struct request prepared(const struct load *load, const char *body)
{
    struct request request = {0};
    FILE *text = must(open_memstream(&request.text, &request.size));
    write_head(text, load, body);
    for (; *body; body++)
        if (*body == '@') {
            request.slots[request.slot_count++] = (size_t)ftell(text);
            fprintf(text, "%0*d", DIGITS, 0);
        } else {
            fputc(*body, text);
        }
    fclose(text);
    return request;
}

static void add_request(struct load *load, const char *body)
{
    load->requests = must(realloc(load->requests, (load->request_count + 1) * sizeof *load->requests));
    load->requests[load->request_count++] = prepared(load, body);
}

static void read_bodies(struct load *load)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    while ((size = getline(&line, &capacity, stdin)) > 0) {
        line[size - (line[size - 1] == '\n')] = '\0';
        add_request(load, line);
    }
    free(line);
    if (!load->request_count)
        add_request(load, "");
}

static void put_number(char *slot, int64_t number)
{
    for (int i = DIGITS; i-- > 0; number /= 10)
        slot[i] = (char)('0' + number % 10);
}

static void send_next(struct load *load, struct client *client)
{
    struct request *request = &load->requests[load->turn++ % load->request_count];
    for (size_t i = 0; i < request->slot_count; i++)
        put_number(request->text + request->slots[i], load->number++);
    client->head_size = 0;
    client->in_body = false;
    client->sent_us = now_us();
    if (send(client->socket, request->text, request->size, MSG_NOSIGNAL) != (ssize_t)request->size)
        err(1, "send");
}

static void begin(struct load *load, struct client *client)
{
    client->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(client->socket, (const struct sockaddr *)&load->server, sizeof load->server) != 0)
        err(1, "connect");
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    epoll_ctl(load->poll, EPOLL_CTL_ADD, client->socket, &event);
    send_next(load, client);
}

/* Some servers close a connection now and then. */
static void begin_again(struct load *load, struct client *client)
{
    load->bad += client->head_size > 0;
    close(client->socket);
    begin(load, client);
}

/* True at the body's end: a chunked one ends with a chunk of nothing. */
static bool take_body(struct client *client, const char *bytes, size_t size)
{
    enum { END = sizeof client->last };
    client->missing -= size < client->missing ? size : client->missing;
    if (!client->chunked)
        return client->missing == 0;
    size_t tail = size < END ? size : END;
    memmove(client->last, client->last + tail, END - tail);
    memcpy(client->last + END - tail, bytes + size - tail, tail);
    return memcmp(client->last, "0\r\n\r\n", END) == 0;
}

static void begin_body(struct client *client, const char *head_end)
{
    static const char name[] = "\r\nContent-Length:";
    const char *length = strcasestr(client->head, name);
    client->in_body = true;
    memset(client->last, 0, sizeof client->last);
    client->chunked = !length || length > head_end;
    client->missing = client->chunked ? 0 : strtoull(length + strlen(name), NULL, 10);
}

static bool take_head(struct client *client, const char *bytes, size_t size)
{
    size_t before = client->head_size, added = size < HEAD - before ? size : HEAD - before;
    memcpy(client->head + before, bytes, added);
    client->head_size += added;
    client->head[client->head_size] = '\0';
    const char *end = strstr(client->head, "\r\n\r\n");
    if (!end)
        return false;
    begin_body(client, end);
    size_t taken = (size_t)(end + 4 - client->head) - before;
    return take_body(client, bytes + taken, size - taken);
}

static void note_answer(struct load *load, const struct client *client)
{
    static const char good[] = "HTTP/1.1 200";
    int64_t took = now_us() - client->sent_us;
    load->latencies[took < SLOWEST_US ? took : SLOWEST_US - 1]++;
    load->answered++;
    load->bad += strncmp(client->head, good, strlen(good)) != 0;
}

static void receive(struct load *load, struct client *client)
{
    ssize_t size = recv(client->socket, load->room, ROOM, MSG_DONTWAIT);
    if (size <= 0) {
        begin_again(load, client);
        return;
    }
    load->bytes += (uint64_t)size;
    if ((client->in_body ? take_body : take_head)(client, load->room, (size_t)size)) {
        note_answer(load, client);
        send_next(load, client);
    }
}

static void run(struct load *load, int64_t end_us)
{
    struct epoll_event events[MOST_CLIENTS];
    while (now_us() < end_us) {
        int count = epoll_wait(load->poll, events, MOST_CLIENTS, 0);
        for (int i = 0; i < count; i++)
            receive(load, events[i].data.ptr);
    }
}

static int64_t p99_us(const struct load *load)
{
    uint64_t counted = 0;
    int64_t took = 0;
    while (took < SLOWEST_US && (counted += load->latencies[took]) * 100 < load->answered * 99)
        took++;
    return took;
}

static void print_figures(const struct load *load, int64_t took_us)
{
    printf("{\"requests\": %llu, \"seconds\": %f, \"bytes\": %llu, \"bad\": %llu, \"p99_us\": %lld}\n",
           (unsigned long long)load->answered, (double)took_us / 1e6, (unsigned long long)load->bytes,
           (unsigned long long)load->bad, (long long)p99_us(load));
}

static void prepare(struct load *load, char **arguments)
{
    load->server = (struct sockaddr_in){.sin_family = AF_INET,
                                        .sin_port = htons((uint16_t)atoi(arguments[1])),
                                        .sin_addr = {htonl(INADDR_LOOPBACK)}};
    load->method = arguments[2];
    load->path = arguments[3];
    load->authorization = arguments[6];
    load->number = micros(CLOCK_REALTIME);
    load->latencies = must(calloc(SLOWEST_US, sizeof *load->latencies));
    load->room = must(malloc(ROOM));
    load->poll = epoll_create1(0);
    read_bodies(load);
}

int main(int count, char **arguments)
{
    if (count != 7)
        errx(2, "usage: bench_load PORT METHOD PATH CONNECTIONS SECONDS AUTHORIZATION");
    int clients = atoi(arguments[4]);
    if (clients < 1 || clients > MOST_CLIENTS)
        errx(2, "1 to %d connections", MOST_CLIENTS);
    static struct load load;
    prepare(&load, arguments);
    int64_t began = now_us();
    for (int i = 0; i < clients; i++)
        begin(&load, &load.clients[i]);
    run(&load, began + (int64_t)(atof(arguments[5]) * 1e6));
    print_figures(&load, now_us() - began);
    return 0;
}
