#include "http/listen.h"

#include "base/die.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char *cannot_listen(const char *host, unsigned port, const char *reason)
{
    bool brackets = strchr(host, ':');
    return must_printf("cannot listen on %s%s%s:%u: %s", brackets ? "[" : "", host, brackets ? "]" : "", port,
                       reason);
}

/* -1 and errno where the address cannot be had. */
static int listen_on(const struct addrinfo *address)
{
    int on = 1;
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

int http_listen(const char *host, unsigned port, char **error)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *addresses = NULL;
    char service[16];
    snprintf(service, sizeof service, "%u", port);
    int failure = getaddrinfo(host, service, &hints, &addresses);
    if (failure) {
        *error = cannot_listen(host, port, gai_strerror(failure));
        return -1;
    }
    int fd = -1;
    for (const struct addrinfo *each = addresses; each && fd < 0; each = each->ai_next)
        fd = listen_on(each);
    if (fd < 0)
        *error = cannot_listen(host, port, strerror(errno));
    freeaddrinfo(addresses);
    return fd;
}

unsigned http_listen_port(int socket)
{
    struct sockaddr_in6 address = {0}; /* sin_port has the same place */
    socklen_t size = sizeof address;
    getsockname(socket, (struct sockaddr *)&address, &size);
    return ntohs(address.sin6_port);
}
