package dev.flotilla.api.cel.function;

import dev.cel.common.types.CelType;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.KubernetesTypes;
import dev.flotilla.api.cel.value.Opaque;
import dev.flotilla.api.cel.value.Values;
import java.util.Optional;

/** Addresses and their blocks. */
final class NetworkFunctions {
    private NetworkFunctions() {}

    private record Block(IpAddress address, int prefix) implements Opaque, Values.Sized {
        @Override
        public CelType type() {
            return KubernetesTypes.CIDR;
        }

        @Override
        public long size() {
            return (prefix + 7L) / 8;
        }

        boolean contains(IpAddress other) {
            return address.shares(prefix, other);
        }

        boolean contains(Block other) {
            return prefix <= other.prefix && contains(other.address);
        }

        @Override
        public String toString() {
            return address + "/" + prefix;
        }
    }

    static void addTo(FunctionSet.Builder into) {
        addresses(into);
        blocks(into);
    }

    private static void addresses(FunctionSet.Builder into) {
        into.global("ip", "string_to_ip", "string -> IP", args -> address((String) args[0]));
        into.global("isIP", "is_ip", "string -> bool", args -> {
            Optional<IpAddress> parsed = IpAddress.parse((String) args[0]);
            return parsed.isPresent() && !parsed.get().isFourInSix();
        });
        into.global(
                "ip.isCanonical",
                "ip_is_canonical",
                "string -> bool",
                args -> address((String) args[0]).toString().equals(args[0]));
        into.member("family", "ip_family", "IP -> int", args -> ip(args, 0).isFour() ? 4L : 6L);
        into.member(
                "isUnspecified",
                "ip_is_unspecified",
                "IP -> bool",
                args -> ip(args, 0).isUnspecified());
        into.member(
                "isLoopback",
                "ip_is_loopback",
                "IP -> bool",
                args -> ip(args, 0).isLoopback());
        into.member(
                "isLinkLocalMulticast",
                "ip_is_link_local_multicast",
                "IP -> bool",
                args -> ip(args, 0).isLinkLocalMulticast());
        into.member(
                "isLinkLocalUnicast",
                "ip_is_link_local_unicast",
                "IP -> bool",
                args -> ip(args, 0).isLinkLocalUnicast());
        into.member(
                "isGlobalUnicast",
                "ip_is_global_unicast",
                "IP -> bool",
                args -> ip(args, 0).isGlobalUnicast());
        into.global("string", "ip_to_string", "IP -> string", args -> args[0].toString());
    }

    private static void blocks(FunctionSet.Builder into) {
        into.global("cidr", "string_to_cidr", "string -> CIDR", args -> block((String) args[0]));
        into.global("isCIDR", "is_cidr", "string -> bool", args -> {
            try {
                block((String) args[0]);
                return true;
            } catch (CelError _) {
                return false;
            }
        });
        into.member(
                "containsIP",
                "cidr_contains_ip_string",
                "CIDR, string -> bool",
                args -> cidr(args, 0).contains(address((String) args[1])));
        into.member(
                "containsIP",
                "cidr_contains_ip_ip",
                "CIDR, IP -> bool",
                args -> cidr(args, 0).contains(ip(args, 1)));
        into.member(
                "containsCIDR",
                "cidr_contains_cidr_string",
                "CIDR, string -> bool",
                args -> cidr(args, 0).contains(block((String) args[1])));
        into.member(
                "containsCIDR",
                "cidr_contains_cidr",
                "CIDR, CIDR -> bool",
                args -> cidr(args, 0).contains(cidr(args, 1)));
        into.member("ip", "cidr_ip", "CIDR -> IP", args -> cidr(args, 0).address());
        into.member("prefixLength", "cidr_prefix_length", "CIDR -> int", args ->
                (long) cidr(args, 0).prefix());
        into.member("masked", "cidr_masked", "CIDR -> CIDR", args -> {
            Block block = cidr(args, 0);
            return new Block(block.address().masked(block.prefix()), block.prefix());
        });
        into.global("string", "cidr_to_string", "CIDR -> string", args -> args[0].toString());
    }

    private static IpAddress ip(Object[] args, int index) {
        return (IpAddress) args[index];
    }

    private static Block cidr(Object[] args, int index) {
        return (Block) args[index];
    }

    private static IpAddress address(String text) {
        int zone = text.indexOf('%');
        if (zone > 0 && IpAddress.parse(text.substring(0, zone)).isPresent()) {
            throw new CelError("IP address \"" + text + "\" with zone value is not allowed");
        }
        IpAddress address = IpAddress.parse(text)
                .orElseThrow(() -> new CelError("IP Address \"" + text
                        + "\" parse error during conversion from string: ParseAddr(\"" + text + "\"): "
                        + "unable to parse IP"));
        if (address.isFourInSix()) {
            throw new CelError("IPv4-mapped IPv6 address \"" + text + "\" is not allowed");
        }
        return address;
    }

    private static Block block(String text) {
        String failed = "network address parse error during conversion from string: "
                + "network address parse error during conversion from string: netip.ParsePrefix(\"" + text + "\"): ";
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw new CelError(failed + "no '/'");
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash))
                .orElseThrow(() ->
                        new CelError(failed + "ParseAddr(\"" + text.substring(0, slash) + "\"): unable to parse IP"));
        String bits = text.substring(slash + 1);
        if (!bits.matches("0|[1-9][0-9]{0,2}")) {
            throw new CelError(failed + "bad bits after slash: \"" + bits + "\"");
        }
        int prefix = Integer.parseInt(bits);
        if (prefix > address.bits()) {
            throw new CelError(failed + "prefix length out of range");
        }
        if (address.isFourInSix()) {
            throw new CelError("network address parse error during conversion from string: IPv4-mapped IPv6 address \""
                    + text + "\" is not allowed");
        }
        return new Block(address, prefix);
    }
}
