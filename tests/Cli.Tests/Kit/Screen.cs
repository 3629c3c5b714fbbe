using System.Globalization;

namespace NodeTasker.Cli.Tests.Kit;

/// <summary>What a terminal shows after it was sent some text: the sequences that the live view uses, and no others.</summary>
internal sealed class Screen
{
    private readonly List<char[]> _rows = [];
    private readonly int _width;
    private int _row;
    private int _column;

    private Screen(int width) => _width = width;

    /// <summary>Whether the cursor can be seen.</summary>
    public bool IsCursorShown { get; private set; } = true;

    /// <summary>Whether what is written next has the terminal's own colour.</summary>
    public bool IsPlain { get; private set; } = true;

    /// <summary>The lines, without what is empty at their ends.</summary>
    public IReadOnlyList<string> Lines => [.. _rows.Select(row => new string(row).TrimEnd())];

    /// <summary>A terminal of this width, which does not wrap anew when it is resized, as xterm.</summary>
    public static Screen Of(string sent, int width)
    {
        var screen = new Screen(width);
        for (var at = 0; at < sent.Length; at++)
        {
            if (sent[at] == '\e')
                at = screen.Escape(sent, at);
            else
                screen.Put(sent[at]);
        }

        return screen;
    }

    private int Escape(string sent, int at)
    {
        if (sent[at + 1] != '[')
            throw new NotSupportedException($"The live view does not send ESC {sent[at + 1]}.");
        var end = at + 2;
        while (!char.IsAsciiLetter(sent[end]))
            end++;
        var argument = sent[(at + 2)..end];
        switch (sent[end])
        {
            case 'A':
                _row = Math.Max(0, _row - (argument.Length == 0 ? 1 : int.Parse(argument, CultureInfo.InvariantCulture)));
                break;
            case 'J':
                if (_row < _rows.Count)
                {
                    Array.Fill(_rows[_row], ' ', _column, _width - _column);
                    _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                }

                break;
            case 'm':
                IsPlain = argument is "" or "0";
                break;
            case 'h' or 'l' when argument == "?25":
                IsCursorShown = sent[end] == 'h';
                break;
            default:
                throw new NotSupportedException($"The live view does not send ESC {sent[(at + 1)..(end + 1)]}.");
        }

        return end;
    }

    private void Put(char character)
    {
        if (character is '\r')
            _column = 0;
        else if (character is '\n')
            (_row, _column) = (_row + 1, 0);
        else
        {
            if (_column == _width)
                (_row, _column) = (_row + 1, 0);
            while (_rows.Count <= _row)
                _rows.Add(Enumerable.Repeat(' ', _width).ToArray());
            _rows[_row][_column++] = character;
        }
    }
}
