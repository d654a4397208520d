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

void http_wreck(int socket, enum reply_wreck wreck)
{
    static void (*const ways[])(int socket) = {
        [WRECK_NONE] = nothing,
        [WRECK_CONNECTION_RESET_BY_PEER] = reset,
        [WRECK_EMPTY_RESPONSE] = nothing,
        [WRECK_MALFORMED_RESPONSE_CHUNK] = malformed_chunk,
        [WRECK_RANDOM_DATA_THEN_CLOSE] = garbage_send,
    };
    ways[wreck](socket);
}
