#include "domain/world/problem.h"

#include "base/die.h"

#include <stdarg.h>
#include <stdlib.h>

void problem_clear(struct problem *problem)
{
    free(problem->message);
    free(problem->id);
    schema_faults_free(&problem->faults);
    *problem = (struct problem){0};
}

__attribute__((format(printf, 3, 0))) static bool begin(struct problem *problem, enum problem_kind kind,
                                                        const char *format, va_list arguments)
{
    if (problem->kind != PROBLEM_NONE)
        return false;
    problem->kind = kind;
    problem->message = must_vprintf(format, arguments);
    return true;
}

void *problem_set(struct problem *problem, enum problem_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    begin(problem, kind, format, arguments);
    va_end(arguments);
    return NULL;
}

void *problem_coded(struct problem *problem, enum problem_kind kind, const char *code, const char *id,
                    const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (begin(problem, kind, format, arguments)) {
        problem->code = code;
        problem->id = id ? must_strdup(id) : NULL;
    }
    va_end(arguments);
    return NULL;
}

void *problem_not_found(struct problem *problem, const char *type, const char *id)
{
    if (problem->kind == PROBLEM_NONE) {
        problem->id = must_strdup(id);
        problem->type = type;
    }
    return problem_set(problem, PROBLEM_NOT_FOUND, "Could not find configuration for %s: %s.", type, id);
}

static void take_fault(struct problem *problem, struct schema_fault fault)
{
    struct schema_faults *faults = &problem->faults;
    faults->items = must_realloc(faults->items, (faults->count + 1) * sizeof *faults->items);
    faults->items[faults->count++] = fault;
}

void *problem_at(struct problem *problem, enum problem_kind kind, const char *path, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (begin(problem, kind, format, arguments))
        take_fault(problem, (struct schema_fault){.path = must_strdup(path),
                                                  .message = must_strdup(problem->message)});
    va_end(arguments);
    return NULL;
}

static char *joined_path(const char *prefix, const char *path)
{
    const char *dot = *prefix == '\0' || *path == '\0' || *path == '[' ? "" : ".";
    return must_printf("%s%s%s", prefix, dot, path);
}

void *problem_faults(struct problem *problem, enum problem_kind kind, const char *prefix,
                     struct schema_faults *faults, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (begin(problem, kind, format, arguments))
        for (size_t i = 0; i < faults->count; i++) {
            struct schema_fault *fault = &faults->items[i];
            take_fault(problem, (struct schema_fault){.path = joined_path(prefix, fault->path),
                                                      .message = must_strdup(fault->message),
                                                      .value = json_incref(fault->value)});
        }
    va_end(arguments);
    schema_faults_free(faults);
    return NULL;
}
