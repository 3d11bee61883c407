internal import App

AutoFlow.main(CommandLine.arguments)
