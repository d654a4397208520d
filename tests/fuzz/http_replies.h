#pragma once

#include <stdbool.h>
#include <stddef.h>

/* One HTTP/1 message out of the bytes that a server sent. */
struct http_message {
    unsigned status;
    const char *head, *body; /* borrowed from the bytes; the head without the empty line */
    size_t head_size, body_size;
};

/* A reply to HEAD, which has no body whatever its headers say, carries this header. */
#define HEAD_MARK "X-Fuzz-Head"

/* What is at the front of the bytes. */
enum http_front {
    HTTP_WHOLE, /* a reply: *size bytes of it */
    HTTP_PART,  /* the beginning of one */
    HTTP_WRONG  /* no HTTP */
};
enum http_front http_message_take(const char *bytes, size_t size, struct http_message *message,
                                  size_t *taken);
