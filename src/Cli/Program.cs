using NodeTasker.Cli;
using NodeTasker.Cli.Commands;

TerminalKeys.LeaveAsTheyAre();
using var signals = new TerminationSignals();
return await NodeTaskerCommand.InvokeAsync(args, CommandStreams.OfProcess(), signals);
