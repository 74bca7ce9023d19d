"""Who is an official: invited, admitted, told when and how, revoked."""
