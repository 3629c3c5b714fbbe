namespace NodeTasker.Cli.Completing;

/// <summary>What a shell has to read once to complete this command.</summary>
internal static class ShellScripts
{
    /// <summary>The shells that are known.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script for one of <see cref="Shells"/>.</summary>
    public static string For(string shell) =>
        shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        };

    private const string Bash = """
        # source <(node-tasker completion bash)
        _node_tasker() {
          local IFS=$'\n' piece glued= count=0 option= known
          local -a words=()
          # bash takes words apart at = and :, and replaces the last piece alone.
          for piece in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
            if (( count )) && [[ $piece == [=:]* || -n $glued && -n $piece ]]; then words[count-1]+=$piece; else words[count++]=$piece; fi
            if [[ $piece == [=:]* ]]; then glued=1; else glued=; fi
          done
          if [[ -n $glued ]]; then piece=; fi
          known=${words[count-1]%"$piece"}
          if [[ $known == --*=* ]]; then known=${known#*=}; fi
          if [[ $piece == --*=* ]]; then option=${piece%%=*}=; fi
          COMPREPLY=($(node-tasker __complete "${words[@]}" 2>/dev/null | sed '/^:/d' | cut -f1))
          COMPREPLY=("${COMPREPLY[@]#"$known"}")
          COMPREPLY=("${COMPREPLY[@]/#/$option}")
        }
        complete -o default -F _node_tasker node-tasker

        """;

    private const string Zsh = """
        #compdef node-tasker
        # source <(node-tasker completion zsh)
        _node_tasker() {
          local -a items
          local value text
          while IFS=$'\t' read -r value text; do
            [[ $value == :* ]] || items+=("${value//:/\\:}${text:+:$text}")
          done < <(node-tasker __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
          compset -P 1 '--*='
          if (( ${#items} )); then _describe node-tasker items; else _files; fi
        }
        compdef _node_tasker node-tasker

        """;

    private const string Fish = """
        # node-tasker completion fish | source
        function __node_tasker_complete
          set -l words (commandline -opc) (commandline -ct)
          set -l option (string match -r -- '^--[^=]+=' $words[-1])
          node-tasker __complete $words[2..-1] 2>/dev/null | string match -v ':*' | string replace -r -- '^' "$option"
        end
        complete -c node-tasker -a '(__node_tasker_complete)'

        """;
}
