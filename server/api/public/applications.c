#include "api/routes.h"
#include "domain/access/application.h"
#include "gateway/access/client.h"
#include "gateway/app.h"
#include "json/writer.h"

#include <stdlib.h>

/* The client of --client-id is an application, too: made by the installation, with another id each time. */
static void write_own(struct writer *writer, const struct call *call)
{
    struct uuid id = uuid_new(&call->app->request_ids);
    write_object(writer, NULL);
    write_text(writer, "id", id.text);
    write_text(writer, "name", "Default User Application");
    write_text(writer, "clientId", call->app->options.access.client_id);
    write_text(writer, "clientSecret", call->app->options.access.client_secret);
    write_integer(writer, "createdAt", call->world->now / SECOND);
    write_object_end(writer);
}

bool public_applications_list(struct call *call)
{
    struct writer writer = {0};
    struct rows *rows = access_rows(call->world, &APPLICATION);
    write_object(&writer, NULL);
    write_array(&writer, "applications");
    write_own(&writer, call);
    while (rows_next(rows))
        write_raw(&writer, NULL, rows_text(rows, 0));
    write_array_end(&writer);
    write_object_end(&writer);
    return reply_document(call, writer_take(&writer));
}

bool public_applications_create(struct call *call)
{
    return reply_document(call, application_create(call->world, body_text(call, "name")));
}

bool public_applications_get(struct call *call)
{
    return reply_document(call, access_get(call->world, &APPLICATION, parameter_text(call, "applicationId")));
}

bool public_applications_delete(struct call *call)
{
    return reply_document(call, application_delete(call->world, parameter_text(call, "applicationId")));
}

bool public_applications_token(struct call *call)
{
    char *token = client_token(&call->app->access, call->sandbox, call_body(call), call->exchange->trace.id);
    json_t *reply = token
                        ? json_pack("{ss ss sI}", "access_token", token, "token_type", "Bearer", "expires_in",
                                    (json_int_t)(call->app->options.access.token_lifetime / SECOND))
                        : NULL;
    free(token);
    return reply_json(call, reply);
}
