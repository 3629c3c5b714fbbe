namespace CliWrap.Exceptions;

/// <summary>Base of what this library throws.</summary>
public abstract class CliWrapException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>An exception with a message alone.</summary>
    protected CliWrapException(string message)
        : this(message, null)
    {
    }
}
