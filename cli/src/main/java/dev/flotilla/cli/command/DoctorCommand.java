package dev.flotilla.cli.command;

import dev.flotilla.cli.doctor.Doctor;
import dev.flotilla.cli.doctor.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is wrong and what to do about it. */
@Command(
        name = "doctor",
        description = "Names what is wrong with this machine, the hub or a member, and what to do about it.",
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--port",
            defaultValue = "7443",
            description = "the port a hub would take (default: ${DEFAULT-VALUE})")
    private int port = 7443;

    @Override
    public Integer call() {
        List<Finding> findings = Doctor.examine(data.directory(), port, Instant.now());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "WHAT", "HOW IT IS"));
        findings.forEach(each -> rows.add(List.of(each.verdict().name(), each.subject(), each.detail())));
        Terminal.table(rows);
        findings.stream()
                .filter(each -> !each.advice().isEmpty())
                .forEach(each -> System.out.println("\n" + each.subject() + ": " + each.advice()));
        boolean failed = findings.stream().anyMatch(each -> each.verdict() == Finding.Verdict.FAIL);
        return failed ? 1 : 0;
    }
}
