"""What can be wrong with a file that arrives: each has its own sentence, in the words of the person who opens it."""

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError


class BundleError(KnownError):
    """A file that is no good bundle; nothing of it was taken in."""

    message = N_("This file is not a bundle, or not a whole one.")
    remedy = N_("Nothing was taken in. Ask the sender to make the file again, and copy it whole.")


class NotABundleError(BundleError):
    """Something else, or a bundle whose first bytes are damaged."""

    message = N_("This file is not a bundle of CIMA Desktop, or it is damaged at its beginning.")
    remedy = N_("Nothing was taken in. Check that you chose the right file: bundles end in .cima.")


class NotForYouError(BundleError):
    """None of this vault's keys opens it."""

    message = N_("This bundle was not made for this vault, or it is damaged at its beginning.")
    remedy = N_(
        "Nothing was taken in. If you made it, only those it is for can open it. Otherwise ask the sender to make one "
        "for you; if you restored a backup or changed your keys, give the sender your new card first."
    )


class OwnBundleError(BundleError):
    """It was made here."""

    message = N_("You made this bundle yourself, with this vault.")
    remedy = N_("Nothing was taken in: all of it is here already. Choose the file that you received.")


class ForwardedError(BundleError):
    """It opens here, but its sender did not make it for this vault."""

    message = N_("This bundle was made for somebody else, and then passed on to you.")
    remedy = N_(
        "Nothing was taken in. Tell the person who made it that it was passed on, and ask for one that is made for you."
    )


class SenderError(BundleError):
    """The sender is the reason; `sender_key` is the public key that signed, to show its words or find its card."""

    def __init__(self, sender_key: bytes) -> None:
        self.sender_key = sender_key
        super().__init__()


class UnknownSenderError(SenderError):
    """Nobody here has a card with this key."""

    message = N_("This bundle was signed by somebody whose card is not in this vault.")
    remedy = N_(
        "Nothing was taken in. Ask the sender for their card, add it, compare the words with them, and open the file "
        "again."
    )


class RevokedSenderError(SenderError):
    """The key was revoked."""

    message = N_("This bundle was signed with a key that is not trusted here any more.")
    remedy = N_(
        "Nothing was taken in. Talk to the person in person or by telephone. If they have a new key, ask for their new "
        "card and for a new file."
    )


class TamperedError(BundleError):
    """Its bytes are not those that were sealed and signed."""

    message = N_("This bundle was changed or damaged after it was made.")
    remedy = N_("Nothing was taken in. Copy the file again; if that does not help, ask the sender to make a new one.")


class TruncatedError(BundleError):
    """It stops before its end."""

    message = N_("This bundle is not whole: its end is missing.")
    remedy = N_(
        "Nothing was taken in. Copy the file again, and do not pull out the USB stick before the copy is finished."
    )


class AppendedError(BundleError):
    """It goes on after its end."""

    message = N_("Something was added to this bundle after its end.")
    remedy = N_("Nothing was taken in. Copy the file again; if that does not help, ask the sender to make a new one.")


class NewerFormatError(BundleError):
    """A known sender signed that an older program must not read it."""

    message = N_("This bundle was made by a newer version of this program.")
    remedy = N_("Nothing was taken in. Install the newer version, and then open the file again.")


class TooBigError(BundleError):
    """It asks for more memory than any honest bundle."""

    message = N_("This file asks for more memory than any honest bundle.")
    remedy = N_(
        "Nothing was taken in. Tell the sender in person or by telephone: files are sometimes made that way on purpose."
    )


class IllFormedError(BundleError):
    """It is exactly what its sender signed, and yet no bundle."""

    message = N_("This bundle is as its sender signed it, but what is in it does not follow the rules.")
    remedy = N_(
        "Nothing was taken in. Tell the sender in person or by telephone: something may be wrong with their program or "
        "their computer."
    )


class ChangedMeanwhileError(BundleError):
    """The second reading did not find what the first one had examined."""

    message = N_("This file was changed while it was being read.")
    remedy = N_("Nothing was taken in. Copy the file to this computer, and open the copy.")
