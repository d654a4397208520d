# Completions of fakebyte for bash, printed by: fakebyte help --completion bash
_fakebyte()
{
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=serve words=
    COMPREPLY=()
    case ${COMP_WORDS[1]} in
    @COMMANDS@) ((COMP_CWORD > 1)) && command=${COMP_WORDS[1]} ;;
    esac
    case $command:$previous in
@VALUES@
    esac
    case $command in
@OPTIONS@
    esac
    [[ $COMP_CWORD == 1 || $command == help ]] && words+=" @NAMES@"
    mapfile -t COMPREPLY < <(compgen -W "$words --help" -- "$current")
    [[ $command != validate || $current == -* ]] || mapfile -t COMPREPLY < <(compgen -f -- "$current")
}
complete -o filenames -F _fakebyte fakebyte
