#compdef fakebyte
# Completions of fakebyte for zsh, printed by: fakebyte help --completion zsh
_fakebyte()
{
    local command=serve
    local -a commands arguments
    commands=(
@COMMANDS@
    )
    if ((CURRENT > 2)) && [[ -n ${commands[(r)${words[2]}:*]} ]]; then
        command=${words[2]}
        shift words
        ((CURRENT--))
    elif ((CURRENT == 2)); then
        _describe command commands
    fi
    case $command in
@OPTIONS@
    esac
    _arguments $arguments '(- *)--help[print how to use the command]'
}
_fakebyte "$@"
