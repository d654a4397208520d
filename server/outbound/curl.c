#include "outbound/curl.h"

#include "base/die.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#ifdef FAKEBYTE_STATIC

static bool find_functions(struct curl *curl, char **error)
{
    (void)error;
    *curl = (struct curl){
#define CURL_FUNCTION(name) .name = curl_##name,
#include "outbound/curl.def"
#undef CURL_FUNCTION
    };
    return true;
}

static void let_go(struct curl *curl)
{
    (void)curl;
}

#else

#include <dlfcn.h>
#include <stddef.h>

/* Its name since 2006, in Debian and elsewhere. */
static const char LIBRARY[] = "libcurl.so.4";

static const struct {
    const char *name;
    size_t place; /* of the pointer to it, in struct curl */
} functions[] = {
#define CURL_FUNCTION(name) {"curl_" #name, offsetof(struct curl, name)},
#include "outbound/curl.def"
#undef CURL_FUNCTION
};

/*
 * libmicrohttpd is linked to GnuTLS, and begins it whether TLS is to be spoken or not: a tenth of the memory
 * and of the start. It is not: so GnuTLS does not begin by itself, as it lets a program say in this way, and
 * who begins it finds our function first. A libcurl that is built on it gets its own.
 */
int _gnutls_global_init_skip(void); /* NOLINT(bugprone-reserved-identifier) */
int gnutls_global_init(void);

/* NOLINTNEXTLINE(bugprone-reserved-identifier) */
__attribute__((used, visibility("default"))) int _gnutls_global_init_skip(void)
{
    return 1;
}

__attribute__((used, visibility("default"))) int gnutls_global_init(void)
{
    int (*begin)(void) = NULL;
    void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_NOLOAD);
    void *function = library ? dlsym(RTLD_NEXT, __func__) : NULL;
    memcpy(&begin, &function, sizeof begin);
    return begin ? begin() : 0;
}

static bool complain(char **error)
{
    *error = must_printf("libcurl cannot be loaded: %s", dlerror());
    return false;
}

static bool find_functions(struct curl *curl, char **error)
{
    curl->library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    if (!curl->library)
        return complain(error);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *function = dlsym(curl->library, functions[i].name);
        if (!function)
            return complain(error);
        memcpy((char *)curl + functions[i].place, &function, sizeof function);
    }
    return true;
}

static void let_go(struct curl *curl)
{
    if (curl->library)
        dlclose(curl->library);
}

#endif

struct curl *curl_open(char **error)
{
    struct curl *curl = must_zalloc(sizeof *curl);
    if (find_functions(curl, error))
        return curl;
    curl_close(curl);
    return NULL;
}

void curl_close(struct curl *curl)
{
    if (!curl)
        return;
    let_go(curl);
    free(curl);
}

char *curl_reason(const struct curl *curl, CURL *handle, CURLcode code, int64_t limit)
{
    long machine = 0;
    curl->easy_getinfo(handle, CURLINFO_OS_ERRNO, &machine);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return must_printf("no answer within %g s", (double)limit / 1000);
    return must_printf("%s%s%s", curl->easy_strerror(code), machine ? ": " : "",
                       machine ? strerror((int)machine) : "");
}
