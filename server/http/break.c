#include "http/break.h"

#include "base/rng.h"

#include <string.h>
#include <sys/socket.h>

enum { GARBAGE = 128 };

void http_send_raw(int socket, const void *bytes, size_t size)
{
    (void)send(socket, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* Bytes that are no HTTP and the same each time. */
static void garbage_send(int socket)
{
    char garbage[GARBAGE];
    struct rng rng = rng_seeded(0, "garbage");
    for (size_t i = 0; i < sizeof garbage; i++)
        garbage[i] = (char)rng_next(&rng);
    http_send_raw(socket, garbage, sizeof garbage);
}

/* Disconnecting a socket this way sends RST alone; SO_LINGER would let the FIN of shutdown() go first. */
static void reset(int socket)
{
    (void)connect(socket, &(struct sockaddr){.sa_family = AF_UNSPEC}, sizeof(struct sockaddr));
}

static void malformed_chunk(int socket)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    http_send_raw(socket, head, strlen(head));
    garbage_send(socket);
}

static void nothing(int socket)
{
    (void)socket;
}

void http_break(int socket, enum reply_break breaks)
{
    static void (*const ways[])(int socket) = {
        [BREAK_NONE] = nothing,
        [BREAK_CONNECTION_RESET_BY_PEER] = reset,
        [BREAK_EMPTY_RESPONSE] = nothing,
        [BREAK_MALFORMED_RESPONSE_CHUNK] = malformed_chunk,
        [BREAK_RANDOM_DATA_THEN_CLOSE] = garbage_send,
    };
    ways[breaks](socket);
}
