#include "outbound/fetch.h"

#include "base/die.h"
#include "base/text.h"
#include "outbound/multi.h"

#include <stdlib.h>

struct transfer {
    struct fetcher *fetcher;
    struct transfer *next, **place; /* among the fetcher's */
    CURL *handle;
    struct curl_slist *headers;
    struct text answer;
    bool too_long;
    fetch_done *done;
    void *arg;
};

struct fetcher {
    struct curl *curl;
    struct multi *multi;
    struct fetch_limits limits;
    struct transfer *transfers;
};

/* libcurl's write callback: an answer that is too long ends the transfer. */
static size_t keep_answer(char *bytes, size_t one, size_t count, void *context)
{
    struct transfer *transfer = context;
    transfer->too_long = transfer->answer.size + count > transfer->fetcher->limits.most;
    if (transfer->too_long)
        return 0;
    text_add_bytes(&transfer->answer, bytes, count);
    return one * count;
}

static void add_header(struct transfer *transfer, const char *header)
{
    struct curl_slist *longer = transfer->fetcher->curl->slist_append(transfer->headers, header);
    if (!longer)
        die("out of memory");
    transfer->headers = longer;
}

static void set_headers(struct transfer *transfer, const struct fetch *fetch)
{
    add_header(transfer, "Accept: application/json");
    if (fetch->body)
        add_header(transfer, "Content-Type: application/json");
    for (const char *const *header = fetch->headers; header && *header; header++)
        add_header(transfer, *header);
    transfer->fetcher->curl->easy_setopt(transfer->handle, CURLOPT_HTTPHEADER, transfer->headers);
}

static void set_limits(const struct transfer *transfer)
{
    const struct curl *curl = transfer->fetcher->curl;
    curl->easy_setopt(transfer->handle, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
    curl->easy_setopt(transfer->handle, CURLOPT_QUICK_EXIT, 1L); /* not even a slow name server holds us up */
#endif
    curl->easy_setopt(transfer->handle, CURLOPT_TIMEOUT_MS, (long)transfer->fetcher->limits.patience);
    curl->easy_setopt(transfer->handle, CURLOPT_FOLLOWLOCATION, 0L);
    if (transfer->fetcher->limits.ca_file)
        curl->easy_setopt(transfer->handle, CURLOPT_CAINFO, transfer->fetcher->limits.ca_file);
    curl->easy_setopt(transfer->handle, CURLOPT_ACCEPT_ENCODING, "");
}

static void set_request(struct transfer *transfer, const struct fetch *fetch)
{
    const struct curl *curl = transfer->fetcher->curl;
    curl->easy_setopt(transfer->handle, CURLOPT_URL, fetch->url);
    curl->easy_setopt(transfer->handle, CURLOPT_USERAGENT, "fakebyte");
    if (fetch->body)
        curl->easy_setopt(transfer->handle, CURLOPT_COPYPOSTFIELDS, fetch->body);
    curl->easy_setopt(transfer->handle, CURLOPT_CUSTOMREQUEST, fetch->method);
    curl->easy_setopt(transfer->handle, CURLOPT_WRITEFUNCTION, keep_answer);
    curl->easy_setopt(transfer->handle, CURLOPT_WRITEDATA, transfer);
    curl->easy_setopt(transfer->handle, CURLOPT_PRIVATE, transfer);
}

void fetcher_send(struct fetcher *fetcher, const struct fetch *fetch, fetch_done *done, void *arg)
{
    struct transfer *transfer = must_zalloc(sizeof *transfer);
    *transfer = (struct transfer){.fetcher = fetcher, .done = done, .arg = arg};
    transfer->handle = fetcher->curl->easy_init();
    if (!transfer->handle)
        die("libcurl does not start");
    set_headers(transfer, fetch);
    set_limits(transfer);
    set_request(transfer, fetch);
    transfer->next = fetcher->transfers;
    transfer->place = &fetcher->transfers;
    if (transfer->next)
        transfer->next->place = &transfer->next;
    fetcher->transfers = transfer;
    multi_add(fetcher->multi, transfer->handle);
}

static void transfer_free(struct transfer *transfer)
{
    const struct fetcher *fetcher = transfer->fetcher;
    *transfer->place = transfer->next;
    if (transfer->next)
        transfer->next->place = transfer->place;
    multi_remove(fetcher->multi, transfer->handle);
    fetcher->curl->easy_cleanup(transfer->handle);
    fetcher->curl->slist_free_all(transfer->headers);
    text_free(&transfer->answer);
    free(transfer);
}

/* A new text. */
static char *reason_of(const struct transfer *transfer, CURLcode code)
{
    if (transfer->too_long)
        return must_printf("its answer is longer than %zu MiB", transfer->fetcher->limits.most >> 20);
    return curl_reason(transfer->fetcher->curl, transfer->handle, code, transfer->fetcher->limits.patience);
}

static bool is_hopeless(const struct transfer *transfer, CURLcode code)
{
    return transfer->too_long || code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT ||
           code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
}

static void hand_out_failure(struct transfer *transfer, CURLcode code)
{
    char *reason = reason_of(transfer, code);
    transfer->done(transfer->arg,
                   &(struct fetched){.body = "", .reason = reason, .hopeless = is_hopeless(transfer, code)});
    free(reason);
}

static void hand_out_answer(struct transfer *transfer)
{
    const struct curl *curl = transfer->fetcher->curl;
    long status = 0;
    curl_off_t seconds = 0;
    const char *target = NULL;
    curl->easy_getinfo(transfer->handle, CURLINFO_RESPONSE_CODE, &status);
    curl->easy_getinfo(transfer->handle, CURLINFO_RETRY_AFTER, &seconds);
    curl->easy_getinfo(transfer->handle, CURLINFO_REDIRECT_URL, &target);
    transfer->done(transfer->arg,
                   &(struct fetched){.status = (unsigned)status,
                                     .body = transfer->answer.data ? transfer->answer.data : "",
                                     .size = transfer->answer.size,
                                     .target = target,
                                     .retry_after = seconds * 1000});
}

static void transfer_over(void *arg, CURL *handle, CURLcode code)
{
    const struct fetcher *fetcher = arg;
    struct transfer *transfer = NULL;
    fetcher->curl->easy_getinfo(handle, CURLINFO_PRIVATE, &transfer);
    if (code == CURLE_OK)
        hand_out_answer(transfer);
    else
        hand_out_failure(transfer, code);
    transfer_free(transfer);
}

struct fetcher *fetcher_new(struct loop *loop, const struct fetch_limits *limits, char **error)
{
    struct curl *curl = curl_open(error);
    if (!curl)
        return NULL;
    struct fetcher *fetcher = must_zalloc(sizeof *fetcher);
    *fetcher = (struct fetcher){.curl = curl, .limits = *limits};
    fetcher->multi = multi_new(loop, curl, transfer_over, fetcher);
    return fetcher;
}

void fetcher_free(struct fetcher *fetcher)
{
    if (!fetcher)
        return;
    for (struct transfer *transfer = fetcher->transfers, *next; transfer; transfer = next) {
        next = transfer->next;
        transfer_free(transfer);
    }
    multi_free(fetcher->multi);
    curl_close(fetcher->curl);
    free(fetcher);
}

bool fetcher_speaks_tls(const struct fetcher *fetcher)
{
    return fetcher->curl->version_info(CURLVERSION_NOW)->features & CURL_VERSION_SSL;
}
