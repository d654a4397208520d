/* The floor of the benchmarks: what libmicrohttpd costs by itself. Answers every request with a constant of
 * so many bytes as its path says ("/300"), on one thread; prints its port. Ends when its input does. */
#include <microhttpd.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct floor {
    size_t size;
    struct MHD_Response *response; /* of that size */
};

static void prepare(struct floor *floor, size_t size)
{
    if (floor->response && floor->size == size)
        return;
    if (floor->response)
        MHD_destroy_response(floor->response);
    char *body = malloc(size + 1);
    memset(body, 'x', size);
    floor->size = size;
    floor->response = MHD_create_response_from_buffer(size, body, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(floor->response, "Content-Type", "application/json");
}

static enum MHD_Result answer(void *arg, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **context)
{
    (void)method, (void)version, (void)upload;
    struct floor *floor = arg;
    if (!*context) {
        *context = floor;
        return MHD_YES;
    }
    if (*upload_size) {
        *upload_size = 0;
        return MHD_YES;
    }
    prepare(floor, strtoull(url + 1, NULL, 10));
    return MHD_queue_response(connection, 200, floor->response);
}

int main(void)
{
    struct floor floor = {0};
    char byte;
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, &floor, MHD_OPTION_END);
    if (!daemon)
        return 1;
    printf("%u\n", (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    while (read(STDIN_FILENO, &byte, 1) > 0)
        continue;
    MHD_stop_daemon(daemon);
    if (floor.response)
        MHD_destroy_response(floor.response);
    return 0;
}
