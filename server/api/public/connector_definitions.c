#include "api/public/definitions.h"
#include "api/public/page.h"
#include "api/routes.h"
#include "json/get.h"

/* ConnectorDefinitionResponse. */
static void write_connector(struct writer *writer, const struct actor_kind *kind, const json_t *definition)
{
    write_object(writer, NULL);
    write_text(writer, "id", get_text(definition, kind->definition_id));
    write_text(writer, "name", get_text(definition, "name"));
    write_text(writer, "connectorDefinitionType", kind->name);
    write_text(writer, "version", get_text(definition, "dockerImageTag"));
    write_object_end(writer);
}

bool public_connector_definitions(struct call *call)
{
    struct writer data = {0};
    const struct actor_kind *kind = parameter_text(call, "type")[0] == 's' ? &SOURCE : &DESTINATION;
    json_auto_t *definitions = public_definitions_usable(call, kind);
    size_t index;
    const json_t *definition;
    write_array(&data, NULL);
    json_array_foreach (definitions, index, definition)
        write_connector(&data, kind, definition);
    write_array_end(&data);
    return reply_data(call, &data);
}
