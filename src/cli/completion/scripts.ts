import type { Shell } from "../commands/completion.ts";

/**
 * All three ask edgegen itself what may come next, so that they never have to be made anew. `eval`, since edgegen may be an alias, which
 * a function would only know if it had been there before it. `:files` and `:folders` leave it to the shell.
 */
export const scripts: Readonly<Record<Shell, string>> = {
  bash: `# Completion of edgegen for bash. In ~/.bashrc:  source <(edgegen completion bash)
_edgegen() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files) compopt -o default ;;
      :folders) compopt -o dirnames ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <(eval 'edgegen complete -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" "$2"' 2>/dev/null)
}
complete -F _edgegen edgegen
`,
  zsh: `#compdef edgegen
# Completion of edgegen for zsh. In ~/.zshrc:  source <(edgegen completion zsh)
_edgegen() {
  local line
  local -a found
  for line in "\${(@f)$(eval 'edgegen complete -- "\${(@)words[2,CURRENT-1]}" "$PREFIX"' 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files) compset -P '--*='; _files; return ;;
      :folders) compset -P '--*='; _files -/; return ;;
      *$'\\t'*) found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      *) found+=("\${line//:/\\\\:}") ;;
    esac
  done
  _describe edgegen found
}
if [ "\${funcstack[1]}" = _edgegen ]; then
  _edgegen "$@"
else
  (( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit }
  compdef _edgegen edgegen
fi
`,
  fish: `# Completion of edgegen for fish:  edgegen completion fish > ~/.config/fish/completions/edgegen.fish
function __edgegen_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (edgegen complete -- $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path $current
            case ':folders'
                __fish_complete_directories $current
            case '*'
                echo $line
        end
    end
end
complete -c edgegen -f -a '(__edgegen_complete)'
`,
};
