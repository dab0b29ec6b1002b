package dev.flotilla.hub.config;

import dev.flotilla.placement.defaults.ExtenderRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The section {@code placement} of {@code hub.yaml}. */
final class PlacementSettingsReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TIMEOUT_MAX = Duration.ofSeconds(30);
    private static final Duration REFRESH = Duration.ofMinutes(10);
    private static final int WEIGHT_MAX = 1000;
    private static final int EXTENDERS_MAX = 8;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern KIND = Pattern.compile("([a-z0-9.-]+/)?v[0-9][a-z0-9]*/[A-Z][A-Za-z0-9]*");

    private PlacementSettingsReader() {}

    static PlacementSettings read(Settings placement) {
        Duration after = placement.duration("descheduleAfter", PlacementSettings.DEFAULT.descheduleAfter());
        if (after.isNegative() || after.isZero()) {
            placement.problem("descheduleAfter", "it must be more than nothing");
        }
        PlacementSettings read =
                new PlacementSettings(placement.flag("karmadaCompat", false), after, extenders(placement));
        placement.end();
        return read;
    }

    private static List<PlacementSettings.Extender> extenders(Settings placement) {
        List<PlacementSettings.Extender> extenders = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Settings each : placement.sections("extenders")) {
            PlacementSettings.Extender extender = extender(each);
            if (!names.add(extender.rule().name())) {
                each.problem("name", "another extender is called so too");
            }
            extenders.add(extender);
        }
        if (extenders.size() > EXTENDERS_MAX) {
            placement.problem("extenders", "there can be " + EXTENDERS_MAX + " at most");
        }
        return extenders;
    }

    private static PlacementSettings.Extender extender(Settings each) {
        String name = each.required("name", "call it what explanations should call it, as cost");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            each.problem("name", "'" + name + "' must be lower-case letters, digits and '-'");
        }
        String url = each.required("url", "name where it is asked, as https://cost.example.org/place");
        if (!url.isEmpty() && !url.startsWith("https://")) {
            each.problem("url", "'" + url + "' must begin with https://");
        }
        List<String> kinds = each.texts("kinds");
        for (String kind : kinds) {
            if (!KIND.matcher(kind).matches()) {
                each.problem("kinds", "'" + kind + "' is no kind; write it as apps/v1/Deployment");
            }
        }
        Duration timeout = within(each, "timeout", TIMEOUT, TIMEOUT_MAX);
        Duration refresh = within(each, "refresh", REFRESH, Duration.ofDays(1));
        ExtenderRule rule = new ExtenderRule(
                name, kinds, each.number("weight", 1, 0, WEIGHT_MAX), ignorable(each), (int) refresh.toSeconds());
        PlacementSettings.Extender read = new PlacementSettings.Extender(rule, url, each.file("authority"), timeout);
        each.end();
        return read;
    }

    private static boolean ignorable(Settings each) {
        String policy = each.text("failurePolicy", "Fail");
        if (!policy.equals("Fail") && !policy.equals("Ignore")) {
            each.problem("failurePolicy", "'" + policy + "' is neither Fail nor Ignore");
        }
        return policy.equals("Ignore");
    }

    private static Duration within(Settings each, String name, Duration byDefault, Duration most) {
        Duration duration = each.duration(name, byDefault);
        if (duration.compareTo(Duration.ofMillis(100)) < 0 || duration.compareTo(most) > 0) {
            each.problem(name, "it must be from 100ms to " + most.toSeconds() + "s");
        }
        return duration;
    }
}
